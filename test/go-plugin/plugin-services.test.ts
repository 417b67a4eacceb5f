import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { ConnInfo } from '../../src/generated/go_plugin/broker.ts';
import { Empty } from '../../src/generated/go_plugin/controller.ts';
import {
  HealthCheckRequest,
  HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../../src/generated/grpc/health/v1/health.ts';
import {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../../src/generated/grpc/reflection/v1/reflection.ts';
import { createOpenStreams, type OpenStreams } from '../../src/go-plugin/open-streams.ts';
import { pluginServices } from '../../src/go-plugin/plugin-services.ts';
import { createStrayOutput } from '../../src/go-plugin/stdio-service.ts';
import { type Served, serve } from '../grpc/served.ts';

const health = {
  path: '/grpc.health.v1.Health/Check',
  request: HealthCheckRequest,
  response: HealthCheckResponse,
};
const shutdown = { path: '/plugin.GRPCController/Shutdown', request: Empty, response: Empty };
const bytesOf =
  <M>(codec: { encode(message: M): { finish(): Uint8Array } }) =>
  (message: M) =>
    Buffer.from(codec.encode(message).finish());

let served: Served;
let streams: OpenStreams;
let shutdowns: number;
beforeEach(async () => {
  shutdowns = 0;
  streams = createOpenStreams();
  const nobody = { joined: () => {}, left: () => {} };
  const onShutdown = () => {
    shutdowns += 1;
  };
  served = await serve(pluginServices(onShutdown, createStrayOutput(), streams, nobody));
});
afterEach(() => served.close());

describe('health', () => {
  for (const service of ['plugin', '']) {
    it(`of "${service}" is SERVING`, async () => {
      assert.deepEqual(await served.call(health, { service }), { status: ServingStatus.SERVING });
    });
  }

  it('of another service is NOT_FOUND', async () => {
    await assert.rejects(served.call(health, { service: 'other' }), { code: status.NOT_FOUND });
  });

  const watched = [
    ['plugin', ServingStatus.SERVING],
    ['other', ServingStatus.SERVICE_UNKNOWN],
  ] as const;
  for (const [service, expected] of watched) {
    it(`of "${service}" can be watched, for as long as we run`, async () => {
      const encode = bytesOf(HealthCheckRequest);
      const call = served.client.makeServerStreamRequest(
        '/grpc.health.v1.Health/Watch',
        encode,
        HealthCheckResponse.decode,
        { service },
      );
      let ended = false;
      call.on('end', () => {
        ended = true;
      });
      call.on('error', () => {});
      assert.deepEqual(await once(call, 'data'), [{ status: expected }]);
      await served.call(health, { service: 'plugin' });
      assert.equal(ended, false);
      call.cancel();
    });
  }
});

describe('the controller', () => {
  it('answers and starts the end', async () => {
    assert.deepEqual(await served.call(shutdown, {}), {});
    assert.equal(shutdowns, 1);
  });
});

describe('the broker', () => {
  const open = () =>
    served.client.makeBidiStreamRequest('/plugin.GRPCBroker/StartStream', bytesOf(ConnInfo), ConnInfo.decode);

  it('takes a stream, says nothing on it, and ends it with the host', async () => {
    const call = open();
    const said: unknown[] = [];
    call.on('data', (message) => said.push(message));
    call.write({ serviceId: 1, network: 'unix', address: '/x', knock: undefined });
    call.end();
    const [{ code }] = await once(call, 'status');
    assert.deepEqual([code, said], [status.OK, []]);
  });

  it('ends its stream with us', async () => {
    const call = open();
    call.resume();
    const ended = once(call, 'status');
    // On the same connection: when this is answered, the server has seen the stream.
    await served.call(health, { service: 'plugin' });
    streams.endAll();
    assert.equal((await ended)[0].code, status.OK);
  });
});

describe('reflection', () => {
  const ask = async (
    version: string,
    requests: readonly ServerReflectionRequest[],
  ): Promise<ServerReflectionResponse[]> => {
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const call = served.client.makeBidiStreamRequest(
      path,
      bytesOf(ServerReflectionRequest),
      ServerReflectionResponse.decode,
    );
    const answers: ServerReflectionResponse[] = [];
    call.on('data', (answer: ServerReflectionResponse) => answers.push(answer));
    for (const request of requests) call.write(request);
    call.end();
    await once(call, 'status');
    return answers;
  };
  const about = (symbol: string): ServerReflectionRequest => ({
    host: '',
    messageRequest: { $case: 'fileContainingSymbol', fileContainingSymbol: symbol },
  });
  const list: ServerReflectionRequest = {
    host: '',
    messageRequest: { $case: 'listServices', listServices: '' },
  };

  for (const version of ['v1', 'v1alpha']) {
    it(`of ${version} lists the services`, async () => {
      const [answer] = await ask(version, [list]);
      const response = answer?.messageResponse;
      assert.ok(response?.$case === 'listServicesResponse');
      const names = response.listServicesResponse.service.map(({ name }) => name);
      for (const name of [
        'tfplugin6.Provider',
        'plugin.GRPCController',
        'plugin.GRPCStdio',
        'plugin.GRPCBroker',
        'grpc.health.v1.Health',
      ]) {
        assert.ok(names.includes(name), name);
      }
    });
  }

  it('answers several requests in their order', async () => {
    const answers = await ask('v1', [about('tfplugin6.Provider'), about('no.Such'), list]);
    assert.deepEqual(
      answers.map(({ messageResponse }) => messageResponse?.$case),
      ['fileDescriptorResponse', 'errorResponse', 'listServicesResponse'],
    );
    assert.deepEqual(
      answers.map(({ originalRequest }) => originalRequest?.messageRequest?.$case),
      ['fileContainingSymbol', 'fileContainingSymbol', 'listServices'],
    );
  });
});
