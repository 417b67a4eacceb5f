import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';

const scope = sharedScope();
let host: PluginHost;
before(async () => {
  host = await startHost(scope);
});

const notFound = 5;

describe('grpc.health.v1.Health', () => {
  for (const service of ['plugin', '']) {
    it(`Check finds ${JSON.stringify(service)} serving`, async () => {
      const health = await host.client.unary('/grpc.health.v1.Health/Check', { service });
      assert.deepEqual(health, { status: 'SERVING' });
    });
  }

  for (const service of ['Plugin', 'tfplugin6.Provider', 'nothing']) {
    it(`Check does not find ${JSON.stringify(service)}`, async () => {
      await assert.rejects(host.client.unary('/grpc.health.v1.Health/Check', { service }), {
        code: notFound,
      });
    });
  }

  const watched = [
    { service: 'plugin', status: 'SERVING' },
    { service: 'nothing', status: 'SERVICE_UNKNOWN' },
  ] as const;
  for (const { service, status } of watched) {
    it(`Watch says that ${service} is ${status}, and stays open until the client leaves`, async () => {
      const stream = host.client.openStream('/grpc.health.v1.Health/Watch', { service });
      assert.deepEqual(await nextEvent(stream, 'data'), [{ status }]);
      // Another answer on the same connection comes later than an end of the stream would.
      await host.client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
      assert.equal(stream.readableEnded, false);
      const ended = nextEvent(stream, 'error');
      stream.cancel();
      assert.match(String(await ended), /CANCELLED/);
    });
  }
});
