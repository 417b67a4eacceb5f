import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import {
  CloseEphemeralResource_Request,
  CloseEphemeralResource_Response,
  OpenEphemeralResource_Request,
  OpenEphemeralResource_Response,
  ValidateEphemeralResourceConfig_Request,
  ValidateEphemeralResourceConfig_Response,
} from '../../src/generated/tfplugin6/ephemeral_resource.ts';
import {
  ConfigureProvider_Request,
  ConfigureProvider_Response,
  GetProviderSchema_Request,
  GetProviderSchema_Response,
  StopProvider_Request,
  StopProvider_Response,
  ValidateProviderConfig_Request,
  ValidateProviderConfig_Response,
} from '../../src/generated/tfplugin6/provider.ts';
import type { Provider } from '../../src/provider/contracts.ts';
import { known, nullValue } from '../../src/provider/value.ts';
import { encodeDynamicValue } from '../../src/tfplugin6/dynamic-value.ts';
import type { Unary } from '../grpc/served.ts';
import { method, type ServedProvider, serveProvider } from './served-provider.ts';

const throwing = (error: unknown) => (): never => {
  throw error;
};

/** A provider of which everything throws what it is given. */
function brokenProvider(error: unknown): Provider {
  const schema = {
    version: 0,
    block: { description: '', attributes: { a: { type: 'string', description: '' } } },
  } as const;
  const fail = throwing(error);
  const resource = { typeName: 'x', schema, validate: fail, open: async () => fail(), close: fail };
  return { schema, ephemeralResources: [resource], validateConfig: fail, configure: fail };
}

const config = encodeDynamicValue(known(new Map([['a', nullValue]])), { object: { a: 'string' } });
const capabilities = { clientCapabilities: undefined };
const on = { typeName: 'x', config };
interface Asked {
  readonly method: Unary<never, { readonly diagnostics: readonly { summary: string; detail: string }[] }>;
  readonly request: unknown;
}
const asked = <Q, R extends Awaited<ReturnType<Asked['method']['response']['decode']>>>(
  name: string,
  request: Unary<Q, R>['request'],
  response: Unary<Q, R>['response'],
  message: Q,
): Asked => ({ method: method(name, request, response) as unknown as Asked['method'], request: message });

const rpcs: Readonly<Record<string, Asked>> = {
  ValidateProviderConfig: asked(
    'ValidateProviderConfig',
    ValidateProviderConfig_Request,
    ValidateProviderConfig_Response,
    { config },
  ),
  ConfigureProvider: asked('ConfigureProvider', ConfigureProvider_Request, ConfigureProvider_Response, {
    terraformVersion: '',
    config,
    ...capabilities,
  }),
  ValidateEphemeralResourceConfig: asked(
    'ValidateEphemeralResourceConfig',
    ValidateEphemeralResourceConfig_Request,
    ValidateEphemeralResourceConfig_Response,
    on,
  ),
  OpenEphemeralResource: asked(
    'OpenEphemeralResource',
    OpenEphemeralResource_Request,
    OpenEphemeralResource_Response,
    { ...on, ...capabilities },
  ),
  CloseEphemeralResource: asked(
    'CloseEphemeralResource',
    CloseEphemeralResource_Request,
    CloseEphemeralResource_Response,
    { typeName: 'x', private: undefined },
  ),
};

let served: ServedProvider | undefined;
afterEach(() => served?.close());
const answerTo = async ({ method: asking, request }: Asked, error: unknown) => {
  served = await serveProvider(brokenProvider(error));
  const { diagnostics } = await served.call(asking, request as never);
  return diagnostics.map(({ summary, detail }) => ({ summary, detail }));
};

describe('a defect of ours', () => {
  for (const [name, rpc] of Object.entries(rpcs)) {
    for (const [kind, error] of [
      ['TypeError', new TypeError('SECRET')],
      ['string', 'SECRET'],
      ['object', { SECRET: 'SECRET' }],
      ['undefined', undefined],
    ] as const) {
      it(`in ${name} is a diagnostic without a value or a stack: a thrown ${kind}`, async () => {
        const [{ summary, detail } = { summary: '', detail: '' }, ...others] = await answerTo(rpc, error);
        assert.deepEqual([summary, others], ['Provider Defect', []]);
        assert.match(detail, new RegExp(`^${name} failed .*\\(${kind}\\)\\. .*report it`));
        assert.doesNotMatch(detail + served?.log.text(), /SECRET|\.ts:|node:| at /);
      });
    }

    it(`of the host in ${name} is a diagnostic as well: bytes that are no message`, async () => {
      served = await serveProvider(brokenProvider(new Error('x')));
      const answer = await served.callRaw(rpc.method.path, Buffer.from('0affffffff0f61', 'hex'));
      const { diagnostics } = rpc.method.response.decode(answer);
      assert.deepEqual(
        diagnostics.map(({ summary }) => summary),
        ['Unreadable Configuration Value'],
      );
    });
  }

  it('that StopProvider can’t read is its own text', async () => {
    served = await serveProvider(brokenProvider(new Error('x')));
    const stop = method('StopProvider', StopProvider_Request, StopProvider_Response);
    const answer = await served.callRaw(stop.path, Buffer.from('0e', 'hex'));
    assert.deepEqual(stop.response.decode(answer), { Error: 'The request to stop could not be read.' });
    assert.deepEqual(await served.call(stop, {}), { Error: '' });
  });
});

describe('an RPC that is not served', () => {
  for (const name of ['ReadResource', 'PlanResourceChange', 'CallFunction', 'NoSuchThing']) {
    it(`is UNIMPLEMENTED: ${name}`, async () => {
      served = await serveProvider(brokenProvider(new Error('x')));
      await assert.rejects(served.callRaw(`/tfplugin6.Provider/${name}`, Buffer.alloc(0)), {
        code: status.UNIMPLEMENTED,
      });
    });
  }
});

describe('a value that does not fit the schema', () => {
  const hostile = { msgpack: Buffer.from('81a16107', 'hex'), json: Buffer.alloc(0) };
  for (const [name, rpc] of Object.entries(rpcs).filter(
    ([, { request }]) => 'config' in (request as object),
  )) {
    it(`in ${name} is a diagnostic with its path`, async () => {
      served = await serveProvider(brokenProvider(new Error('x')));
      const request = { ...(rpc.request as object), config: hostile };
      const { diagnostics } = await served.call(rpc.method, request as never);
      const [{ summary, detail, ...rest } = { summary: '', detail: '' }] = diagnostics;
      assert.equal(summary, 'Unreadable Configuration Value');
      assert.match(detail, /a string is expected\. .*report it/);
      assert.deepEqual((rest as { attribute?: unknown }).attribute, {
        steps: [{ selector: { $case: 'attributeName', attributeName: 'a' } }],
      });
    });
  }

  it('does not keep the schema from being read', async () => {
    served = await serveProvider(brokenProvider(new Error('x')));
    const schema = method('GetProviderSchema', GetProviderSchema_Request, GetProviderSchema_Response);
    const { diagnostics, provider } = await served.call(schema, {});
    assert.deepEqual([diagnostics, provider?.block?.attributes.length], [[], 1]);
  });
});
