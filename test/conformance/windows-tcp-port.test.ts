import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Environment, terraformEnvironment } from '../support/plugin-process/host-environment.ts';
import { startMortalHost, timeFromDeath } from '../support/plugin-process/mortal-host.ts';
import { startHost, startUntilHandshake } from '../support/plugin-process/plugin-host.ts';
import { runPlugin } from '../support/plugin-process/plugin-process.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';

// Windows itself is not at hand: the server runs here with the platform that it would find there.
const asOnWindows = {
  executable: process.execPath,
  args: ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'serve-as-windows.ts')],
};

const portRange = (min: number, max: number): Environment => ({
  PLUGIN_MIN_PORT: String(min),
  PLUGIN_MAX_PORT: String(max),
});

/** Takes a port on 127.0.0.1, any free one for 0. */
async function takePort(scope: TestScope, port = 0): Promise<number> {
  const server: Server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  scope.after(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Two ports next to each other: the first taken by us, the second free a moment ago. */
async function takeBeforeFree(scope: TestScope): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const taken = await takePort(scope);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(taken + 1, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return taken;
  }
  throw new Error('no two free ports next to each other');
}

describe('on Windows, the plugin', () => {
  it('listens on a TCP port within the limits of Terraform, with mutual TLS, and makes no directory', async (t) => {
    const { handshake, client, plugin } = await startHost(t, asOnWindows);
    assert.equal(handshake.network, 'tcp');
    const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(handshake.address) ?? [];
    assert.equal(address, '127.0.0.1');
    assert.ok(Number(port) >= 10_000 && Number(port) <= 25_000, port);
    assert.ok(handshake.serverCertificate.length > 100);
    const health = await client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
    assert.deepEqual(health, { status: 'SERVING' });
    assert.deepEqual(
      readdirSync(plugin.scratch.temporary).filter((name) => name.startsWith('plugin-')),
      [],
    );
  });

  it('listens on 127.0.0.1 and on no other address of the machine', async (t) => {
    const { handshake } = await startUntilHandshake(t, asOnWindows);
    const port = Number(handshake.address.split(':')[1]);
    for (const host of ['127.0.0.2', '::1']) {
      const socket = connect({ host, port });
      await assert.rejects(
        once(socket, 'connect'),
        { code: /ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT/ },
        host,
      );
    }
  });

  it('takes the only port that it may', async (t) => {
    const taken = await takeBeforeFree(t);
    const env = portRange(taken + 1, taken + 1);
    const { handshake } = await startUntilHandshake(t, { ...asOnWindows, env });
    assert.equal(handshake.address, `127.0.0.1:${taken + 1}`);
  });

  it('passes over a port that is taken', async (t) => {
    const taken = await takeBeforeFree(t);
    const { handshake, client } = await startHost(t, { ...asOnWindows, env: portRange(taken, taken + 1) });
    assert.equal(handshake.address, `127.0.0.1:${taken + 1}`);
    await client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
  });

  it('takes any port from a host that sets no limits', async (t) => {
    const env = { PLUGIN_MIN_PORT: undefined, PLUGIN_MAX_PORT: undefined };
    const { handshake } = await startUntilHandshake(t, { ...asOnWindows, env });
    assert.match(handshake.address, /^127\.0\.0\.1:[1-9]\d+$/);
  });

  it('ends with Shutdown and exit code 0', async (t) => {
    const { client, plugin } = await startHost(t, asOnWindows);
    await client.unary('/plugin.GRPCController/Shutdown');
    assert.deepEqual(await plugin.waitForExit(), { code: 0, signal: null });
  });

  it('ends by itself after its host was killed', async (t) => {
    const command = [asOnWindows.executable, ...asOnWindows.args];
    const host = await startMortalHost(t, { stage: 'handshake', command });
    const tookMs = await timeFromDeath(host, host.lifelineCut);
    assert.ok(tookMs < 5_000, `${tookMs} ms`);
  });

  it('says so when no port is free', async (t) => {
    const taken = await takePort(t);
    const env = { ...terraformEnvironment, ...portRange(taken, taken) };
    const { code, stdout, stderr } = await runPlugin(t, { ...asOnWindows, env });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(
      stderr,
      new RegExp(`HandshakeError: No port from ${taken} to ${taken} is free on 127\\.0\\.0\\.1`),
    );
  });
});

const senseless = [
  {
    ports: { PLUGIN_MIN_PORT: '20000', PLUGIN_MAX_PORT: '10000' },
    problem: /PLUGIN_MIN_PORT \(20000\) is above PLUGIN_MAX_PORT \(10000\)/,
  },
  {
    ports: { PLUGIN_MIN_PORT: 'high', PLUGIN_MAX_PORT: '10000' },
    problem: /PLUGIN_MIN_PORT is "high", which is not a TCP port/,
  },
  {
    ports: { PLUGIN_MIN_PORT: '1', PLUGIN_MAX_PORT: '65536' },
    problem: /PLUGIN_MAX_PORT is "65536", which is not a TCP port/,
  },
  {
    ports: { PLUGIN_MIN_PORT: '-1', PLUGIN_MAX_PORT: '1' },
    problem: /PLUGIN_MIN_PORT is "-1", which is not a TCP port/,
  },
] as const;

describe('limits that are no range of ports', () => {
  for (const { ports, problem } of senseless) {
    it(`(${ports.PLUGIN_MIN_PORT} to ${ports.PLUGIN_MAX_PORT}) end the start with a clear error`, async (t) => {
      const { code, stdout, stderr } = await runPlugin(t, { env: { ...terraformEnvironment, ...ports } });
      assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
      assert.match(stderr, problem);
    });
  }
});
