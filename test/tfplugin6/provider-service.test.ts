import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CloseEphemeralResource_Request,
  CloseEphemeralResource_Response,
  OpenEphemeralResource_Request,
  OpenEphemeralResource_Response,
  RenewEphemeralResource_Request,
  RenewEphemeralResource_Response,
} from '../../src/generated/tfplugin6/ephemeral_resource.ts';
import { GetFunctions_Request, GetFunctions_Response } from '../../src/generated/tfplugin6/function.ts';
import {
  GetMetadata_Request,
  GetMetadata_Response,
  GetProviderSchema_Request,
  GetProviderSchema_Response,
  GetResourceIdentitySchemas_Request,
  GetResourceIdentitySchemas_Response,
  StopProvider_Request,
  StopProvider_Response,
} from '../../src/generated/tfplugin6/provider.ts';
import { Deferred_Reason } from '../../src/generated/tfplugin6/value.ts';
import { crowdSize } from '../../src/grpc/calls-under-way.ts';
import type { OpenRequest, OpenResponse, Provider } from '../../src/provider/contracts.ts';
import { known, nullValue, type Value } from '../../src/provider/value.ts';
import { decodeDynamicValue, encodeDynamicValue } from '../../src/tfplugin6/dynamic-value.ts';
import { within } from '../support/plugin-process/plugin-process.ts';
import { method, type ServedProvider, serveProvider } from './served-provider.ts';

const open = method('OpenEphemeralResource', OpenEphemeralResource_Request, OpenEphemeralResource_Response);
const renew = method(
  'RenewEphemeralResource',
  RenewEphemeralResource_Request,
  RenewEphemeralResource_Response,
);
const close = method(
  'CloseEphemeralResource',
  CloseEphemeralResource_Request,
  CloseEphemeralResource_Response,
);
const metadata = method('GetMetadata', GetMetadata_Request, GetMetadata_Response);
const schemas = method('GetProviderSchema', GetProviderSchema_Request, GetProviderSchema_Response);
const functions = method('GetFunctions', GetFunctions_Request, GetFunctions_Response);
const identities = method(
  'GetResourceIdentitySchemas',
  GetResourceIdentitySchemas_Request,
  GetResourceIdentitySchemas_Response,
);
const stop = method('StopProvider', StopProvider_Request, StopProvider_Response);

const type = { object: { a: 'string' } } as const;
const value = (text: Value) => known(new Map([['a', text]]));
const request = (typeName = 'x') => ({
  typeName,
  config: encodeDynamicValue(value(nullValue), type),
  clientCapabilities: undefined,
});

let served: ServedProvider;
let opening: (request: OpenRequest) => Promise<OpenResponse>;
let closed: (Uint8Array | undefined)[];
beforeEach(async () => {
  closed = [];
  const schema = {
    version: 0,
    block: { description: '', attributes: { a: { type: 'string', description: 'A.' } } },
  } as const;
  const provider: Provider = {
    schema,
    ephemeralResources: [
      {
        typeName: 'x',
        schema,
        validate: () => [],
        open: (asked) => opening(asked),
        close(data) {
          closed.push(data);
          return [{ severity: 'warning', summary: 'Closed', detail: 'It is closed.' }];
        },
      },
      { typeName: 'y', schema, validate: () => [], open: (asked) => opening(asked) },
    ],
    validateConfig: () => [],
    configure: () => [],
  };
  served = await serveProvider(provider);
});
afterEach(() => served.close());

describe('opening over the wire', () => {
  it('hands over what was asked, and the result with its private data', async () => {
    let asked: OpenRequest | undefined;
    opening = async (given) => {
      asked = given;
      return { diagnostics: [], result: value(known('v')), private: Buffer.from('p') };
    };
    const clientCapabilities = { deferralAllowed: true, writeOnlyAttributesAllowed: false };
    const answer = await served.call(open, { ...request(), clientCapabilities });
    assert.deepEqual([asked?.config, asked?.deferralAllowed], [value(nullValue), true]);
    assert.deepEqual(decodeDynamicValue(answer.result, type), value(known('v')));
    assert.deepEqual(
      [answer.private?.toString(), answer.renewAt, answer.deferred],
      ['p', undefined, undefined],
    );
  });

  it('takes a host without capabilities for one that can’t defer', async () => {
    let allowed: boolean | undefined;
    opening = async ({ deferralAllowed }) => {
      allowed = deferralAllowed;
      return { diagnostics: [] };
    };
    await served.call(open, request());
    assert.equal(allowed, false);
  });

  const deferrals = {
    'resource-config-unknown': Deferred_Reason.RESOURCE_CONFIG_UNKNOWN,
    'provider-config-unknown': Deferred_Reason.PROVIDER_CONFIG_UNKNOWN,
  } as const;
  for (const [deferred, reason] of Object.entries(deferrals) as [keyof typeof deferrals, Deferred_Reason][]) {
    it(`defers because of ${deferred}`, async () => {
      opening = async () => ({ diagnostics: [], deferred });
      const answer = await served.call(open, request());
      assert.deepEqual([answer.deferred, answer.result], [{ reason }, undefined]);
    });
  }

  it('is ended by StopProvider, and only what is under way then', async () => {
    let running: () => void = () => {};
    const started = new Promise<void>((resolve) => (running = resolve));
    opening = ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ diagnostics: [] }));
        running();
      });
    const first = served.call(open, request());
    await started;
    assert.deepEqual(await served.call(stop, {}), { Error: '' });
    await first;
    let aborted: boolean | undefined;
    opening = async ({ signal }) => {
      aborted = signal.aborted;
      return { diagnostics: [] };
    };
    await served.call(open, request());
    assert.equal(aborted, false);
  });
});

describe('the end of an ephemeral resource over the wire', () => {
  it('gives back the private data of Open, and the diagnostics of Close', async () => {
    const { diagnostics } = await served.call(close, { typeName: 'x', private: Buffer.from('p') });
    assert.deepEqual(closed.map(String), ['p']);
    assert.deepEqual(
      diagnostics.map(({ summary }) => summary),
      ['Closed'],
    );
  });

  it('is nothing to a resource without Close', async () => {
    const { diagnostics } = await served.call(close, { typeName: 'y', private: undefined });
    assert.deepEqual([diagnostics, closed], [[], []]);
  });

  it('is not put off by Renew, which changes nothing', async () => {
    const answer = await served.call(renew, { typeName: 'x', private: Buffer.from('p') });
    assert.deepEqual([answer.diagnostics, answer.private?.toString(), answer.renewAt], [[], 'p', undefined]);
  });
});

describe('a type that is not offered', () => {
  const asked = [
    ['OpenEphemeralResource', () => served.call(open, request('z'))],
    ['RenewEphemeralResource', () => served.call(renew, { typeName: 'z', private: undefined })],
    ['CloseEphemeralResource', () => served.call(close, { typeName: 'z', private: undefined })],
  ] as const;
  for (const [name, ask] of asked) {
    it(`gets a diagnostic from ${name}, with those that are`, async () => {
      const { diagnostics } = await ask();
      assert.deepEqual(
        diagnostics.map(({ summary }) => summary),
        ['Unknown Ephemeral Resource Type'],
      );
      assert.match(diagnostics[0]?.detail ?? '', /"z"\. It has: x, y\./);
    });
  }
});

describe('what is offered', () => {
  it('is the same in metadata and schemas, which need no other RPC before', async () => {
    const { ephemeralResources, serverCapabilities } = await served.call(metadata, {});
    const { ephemeralResourceSchemas, ...rest } = await served.call(schemas, {});
    assert.deepEqual(
      ephemeralResources.map(({ typeName }) => typeName),
      ['x', 'y'],
    );
    assert.deepEqual(Object.keys(ephemeralResourceSchemas).sort(), ['x', 'y']);
    assert.equal(serverCapabilities?.getProviderSchemaOptional, true);
    assert.deepEqual(rest.serverCapabilities, serverCapabilities);
    assert.deepEqual([rest.resourceSchemas, rest.dataSourceSchemas, rest.functions], [{}, {}, {}]);
  });

  it('is no function and no identity', async () => {
    assert.deepEqual(await served.call(functions, {}), { diagnostics: [], functions: {} });
    assert.deepEqual(await served.call(identities, {}), { diagnostics: [], identitySchemas: {} });
  });
});

it('a crowd of calls is followed by a collection of garbage', async () => {
  await Promise.all(Array.from({ length: crowdSize }, () => served.call(metadata, {})));
  await within(served.garbageCollected, 20_000, 'nothing was collected');
});
