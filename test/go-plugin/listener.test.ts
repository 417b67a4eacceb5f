import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { type Environment, HandshakeError, readHandshakeSettings } from '../../src/go-plugin/handshake.ts';
import { listen } from '../../src/go-plugin/listener.ts';

const insecure = ServerCredentials.createInsecure();
let directory: string;
let servers: Server[];
let cleanUps: (() => void)[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ecr-listen-'));
  servers = [];
  cleanUps = [];
});
afterEach(() => {
  for (const server of servers) server.forceShutdown();
  exit();
  rmSync(directory, { recursive: true, force: true });
});

async function start(env: Environment, temporaryDirectory = directory, platform: NodeJS.Platform = 'linux') {
  const server = new Server();
  servers.push(server);
  const atExit = (cleanUp: () => void) => cleanUps.push(cleanUp);
  return await listen(server, insecure, readHandshakeSettings(env), { platform, temporaryDirectory, atExit });
}
/** Does what the process does at its end. */
function exit(): void {
  for (const cleanUp of cleanUps) cleanUp();
}
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
/** A directory whose path leaves no room for a socket. */
function longDirectory(): string {
  const path = join(directory, 'x'.repeat(80));
  mkdirSync(path);
  return path;
}

describe('a Unix socket', () => {
  it('stands alone in a fresh directory that only we can enter', async () => {
    const { address, network } = await start({});
    assert.equal(network, 'unix');
    assert.equal(dirname(dirname(address)), directory);
    assert.equal(mode(dirname(address)), '700');
    assert.equal(statSync(address).isSocket(), true);
    assert.deepEqual(readdirSync(dirname(address)), ['plugin.sock']);
  });

  it('has a directory of its own for every process', async () => {
    const [first, second] = [await start({}), await start({})];
    assert.notEqual(dirname(first.address), dirname(second.address));
  });

  it('is gone with its directory after cleaning up, however often', async () => {
    const { address } = await start({});
    exit();
    exit();
    assert.deepEqual([existsSync(dirname(address)), readdirSync(directory)], [false, []]);
  });

  it('goes to a shorter place where the temporary directory is too long', async () => {
    const { address } = await start({}, longDirectory());
    assert.match(address, /^\/(var\/)?tmp\/plugin-[^/]{6}\/plugin\.sock$/);
    assert.equal(mode(dirname(address)), '700');
  });

  it('goes elsewhere where the temporary directory does not exist', async () => {
    const { address } = await start({}, join(directory, 'missing'));
    assert.match(address, /^\/(var\/)?tmp\//);
  });

  it('fits where its path has exactly the length that macOS allows', async () => {
    const room = 103 - '/plugin-XXXXXX/plugin.sock'.length - directory.length - 1;
    const exact = join(directory, 'x'.repeat(room));
    mkdirSync(exact);
    const { address } = await start({}, exact);
    assert.equal(Buffer.byteLength(address), 103);
    assert.equal(dirname(dirname(address)), exact);
  });
});

describe('PLUGIN_UNIX_SOCKET_DIR', () => {
  it('is where the socket goes', async () => {
    const asked = join(directory, 'asked');
    mkdirSync(asked);
    const { address } = await start({ PLUGIN_UNIX_SOCKET_DIR: asked }, '/nonexistent');
    assert.equal(dirname(dirname(address)), asked);
  });

  const unusable: readonly (readonly [name: string, make: () => string, reason: RegExp])[] = [
    ['is missing', () => join(directory, 'missing'), /ENOENT/],
    ['is too long', longDirectory, /too long for the path of a socket/],
  ];
  for (const [name, make, reason] of unusable) {
    it(`has no substitute where it ${name}`, async () => {
      const path = make();
      const failed = start({ PLUGIN_UNIX_SOCKET_DIR: path });
      await assert.rejects(
        failed,
        (error) =>
          error instanceof HandshakeError && reason.test(error.message) && error.message.includes(path),
      );
    });
  }
});

describe('PLUGIN_UNIX_SOCKET_GROUP', () => {
  const groupId = process.getgid?.() ?? 0;

  it('may use the socket, and nobody else', async () => {
    const { address } = await start({ PLUGIN_UNIX_SOCKET_GROUP: String(groupId) });
    assert.deepEqual([mode(address), mode(dirname(address))], ['660', '710']);
    assert.deepEqual([statSync(address).gid, statSync(dirname(address)).gid], [groupId, groupId]);
  });

  it('may be a name', async () => {
    const name = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
    const { address } = await start({ PLUGIN_UNIX_SOCKET_GROUP: name });
    assert.equal(statSync(address).gid, groupId);
  });

  for (const group of ['no-such-group', '-x', 'root:x', '$(id)', 'a b']) {
    it(`is an error where there is none, and leaves nothing behind: ${group}`, async () => {
      await assert.rejects(start({ PLUGIN_UNIX_SOCKET_GROUP: group }), HandshakeError);
      exit();
      assert.deepEqual(readdirSync(directory), []);
    });
  }
});

describe('a TCP port, as on Windows', () => {
  it('is on the loopback address, within the range', async () => {
    const { address, network } = await start(
      { PLUGIN_MIN_PORT: '21000', PLUGIN_MAX_PORT: '21999' },
      directory,
      'win32',
    );
    const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
    assert.deepEqual([network, host], ['tcp', '127.0.0.1']);
    assert.ok(Number(port) >= 21_000 && Number(port) <= 21_999);
    exit();
    assert.deepEqual(readdirSync(directory), []);
  });

  it('is any where the host has no wish', async () => {
    const { address } = await start({}, directory, 'win32');
    assert.match(address, /^127\.0\.0\.1:[1-9]\d*$/);
  });

  it('is an error where all of the range are taken', async () => {
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const failed = start({ PLUGIN_MIN_PORT: port, PLUGIN_MAX_PORT: port }, directory, 'win32');
    await assert.rejects(failed, new HandshakeError(`No port from ${port} to ${port} is free on 127.0.0.1.`));
    taken.close();
  });
});
