import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { terraformEnvironment } from '../support/plugin-process/host-environment.ts';
import { type PluginHost, startHost, startUntilHandshake } from '../support/plugin-process/plugin-host.ts';
import { runPlugin } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

const permissions = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the socket', () => {
  it('lies in a fresh directory in TMPDIR that only its user can enter', async (t) => {
    const { handshake, plugin } = await startUntilHandshake(t);
    const directory = dirname(handshake.address);
    assert.equal(dirname(directory), plugin.scratch.temporary);
    assert.equal(permissions(directory), '700');
    assert.ok(statSync(handshake.address).isSocket());
    assert.deepEqual(readdirSync(plugin.scratch.temporary), [basename(directory)]);
  });

  it('is a different one for each process', async (t) => {
    const scratch = makeScratchDirectory(t);
    const first = await startUntilHandshake(t, { scratch });
    const second = await startUntilHandshake(t, { scratch });
    assert.notEqual(dirname(first.handshake.address), dirname(second.handshake.address));
  });

  it('lies in PLUGIN_UNIX_SOCKET_DIR where that is set, in a directory of its own', async (t) => {
    const scratch = makeScratchDirectory(t);
    const asked = join(scratch.path, 'mapped');
    mkdirSync(asked);
    const { handshake, client } = await startHost(t, { scratch, env: { PLUGIN_UNIX_SOCKET_DIR: asked } });
    assert.equal(dirname(dirname(handshake.address)), asked);
    assert.equal(permissions(dirname(handshake.address)), '700');
    assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
  });
});

const superuser = process.getuid?.() === 0;
const group = { name: 'daemon', id: Number(execFileSync('id', ['-g', 'daemon'], { encoding: 'utf8' })) };

describe('PLUGIN_UNIX_SOCKET_GROUP', () => {
  for (const asked of [group.name, String(group.id)]) {
    it(`${asked} lets that group in, and nobody else`, {
      skip: !superuser && 'only root may give files to a group',
    }, async (t) => {
      const { handshake, client } = await startHost(t, { env: { PLUGIN_UNIX_SOCKET_GROUP: asked } });
      const directory = dirname(handshake.address);
      assert.equal(statSync(handshake.address).gid, group.id);
      assert.equal(permissions(handshake.address), '660');
      assert.equal(statSync(directory).gid, group.id);
      assert.equal(permissions(directory), '710');
      assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
    });
  }

  it('that names no group is a clear error, and leaves nothing', async (t) => {
    const scratch = makeScratchDirectory(t);
    const env = { ...terraformEnvironment, PLUGIN_UNIX_SOCKET_GROUP: 'no-such-group-anywhere' };
    const { code, stdout, stderr } = await runPlugin(t, { scratch, env });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /can't start: PLUGIN_UNIX_SOCKET_GROUP names no group: "no-such-group-anywhere"/);
    assert.deepEqual(readdirSync(scratch.temporary), []);
  });
});

describe('a directory that can not hold the socket', () => {
  it('as TMPDIR, when its path is too long, is passed over for a shorter one', async (t) => {
    const scratch = makeScratchDirectory(t);
    const long = join(scratch.path, 'x'.repeat(100));
    mkdirSync(long);
    const { handshake, client, plugin } = await startHost(t, { scratch, env: { TMPDIR: long } });
    assert.match(handshake.address, /^\/tmp\/plugin-\w+\/plugin\.sock$/);
    assert.equal(permissions(dirname(handshake.address)), '700');
    assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
    await client.unary('/plugin.GRPCController/Shutdown');
    await plugin.waitForExit();
    assert.equal(existsSync(dirname(handshake.address)), false);
  });

  it('as TMPDIR, when it does not exist, is passed over too', async (t) => {
    const { handshake, client, plugin } = await startHost(t, { env: { TMPDIR: '/nonexistent/tmp' } });
    assert.match(handshake.address, /^\/tmp\/plugin-\w+\/plugin\.sock$/);
    await client.unary('/plugin.GRPCController/Shutdown');
    await plugin.waitForExit();
    assert.equal(existsSync(dirname(handshake.address)), false);
  });

  const unusable = [
    { name: 'too long', path: `/tmp/${'x'.repeat(100)}`, problem: /too long for the path of a socket/ },
    { name: 'not there', path: '/nonexistent/sockets', problem: /\/nonexistent\/sockets: ENOENT/ },
  ] as const;
  for (const { name, path, problem } of unusable) {
    it(`as PLUGIN_UNIX_SOCKET_DIR, when ${name}, is a clear error: the host could reach no other`, async (t) => {
      const env = { ...terraformEnvironment, PLUGIN_UNIX_SOCKET_DIR: path };
      const { code, stdout, stderr } = await runPlugin(t, { env });
      assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
      assert.match(stderr, /can't start: No directory for the plugin's socket could be made/);
      assert.match(stderr, problem);
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    });
  }

  it('has room for the longest path that a socket may have', async (t) => {
    const scratch = makeScratchDirectory(t);
    const parent = join(
      scratch.path,
      'x'.repeat(103 - scratch.path.length - '//plugin-XXXXXX/plugin.sock'.length),
    );
    mkdirSync(parent);
    const { handshake, client } = await startHost(t, { scratch, env: { TMPDIR: parent } });
    assert.equal(handshake.address.length, 103);
    assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
  });
});

const shutdown = (host: PluginHost) => host.client.unary('/plugin.GRPCController/Shutdown');
const endings = [
  { name: 'Shutdown', end: shutdown },
  { name: 'SIGTERM', end: ({ plugin }: PluginHost) => plugin.signal('SIGTERM') },
  { name: 'SIGHUP', end: ({ plugin }: PluginHost) => plugin.signal('SIGHUP') },
  { name: 'SIGQUIT', end: ({ plugin }: PluginHost) => plugin.signal('SIGQUIT') },
] as const;

describe('after the end, the socket and its directory are gone', () => {
  for (const { name, end } of endings) {
    it(`with ${name}, and the exit code is 0`, async (t) => {
      const host = await startHost(t);
      await host.client.terraform('GetMetadata');
      assert.ok(existsSync(host.handshake.address));
      await end(host);
      assert.deepEqual(await host.plugin.waitForExit(), { code: 0, signal: null });
      assert.deepEqual(readdirSync(host.plugin.scratch.temporary), []);
    });
  }

  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    it(`with ${signal} right after the handshake, before anybody connects`, async (t) => {
      const { plugin } = await startUntilHandshake(t);
      plugin.signal(signal);
      assert.deepEqual(await plugin.waitForExit(), { code: 0, signal: null });
      assert.deepEqual(readdirSync(plugin.scratch.temporary), []);
    });
  }

  it('with SIGTERM at the very moment at which the directory is made', {
    skip: skipUnlessOnNode,
  }, async (t) => {
    const scratch = makeScratchDirectory(t);
    const preload = join(scratch.path, 'early-end.cjs');
    writeFileSync(
      preload,
      `const fs = require('node:fs');
       const make = fs.mkdtempSync;
       fs.mkdtempSync = (...args) => {
         process.kill(process.pid, 'SIGTERM');
         return make(...args);
       };`,
    );
    const env = { ...terraformEnvironment, NODE_OPTIONS: `--require ${preload}` };
    const { code, signal } = await runPlugin(t, { scratch, env });
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    assert.deepEqual(readdirSync(scratch.temporary), []);
  });

  it('with a listener that could not be bound', async (t) => {
    const scratch = makeScratchDirectory(t);
    // A directory is made, then the socket's group is refused: the last step of the start.
    const env = { ...terraformEnvironment, PLUGIN_UNIX_SOCKET_GROUP: '4294967295999' };
    const { code, stdout, stderr } = await runPlugin(t, { scratch, env });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /can't start: The plugin's socket can't be given to PLUGIN_UNIX_SOCKET_GROUP/);
    assert.deepEqual(readdirSync(scratch.temporary), []);
  });
});
