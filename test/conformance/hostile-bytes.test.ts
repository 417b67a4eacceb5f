import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'node:test';
import { hexValue, jsonValue, msgpackValue } from '../support/plugin-process/cty-value.ts';
import { type EcrHost, startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { findMethod } from '../support/plugin-process/protocol-definitions.ts';
import type {
  Diagnostic,
  DynamicValue,
  WithDiagnostics,
} from '../support/plugin-process/terraform-messages.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenType, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: EcrHost;
before(async () => {
  host = await startConfiguredHost(scope);
});
// Whatever came, the same process goes on as if nothing had.
afterEach(async () => {
  const opened = await openToken(host.client).answer;
  assert.deepEqual(told(opened), []);
  await host.client.terraform('CloseEphemeralResource', { type_name: tokenType, private: opened.private });
});

/** A map of one entry. `a6 726567696f6e` is the text `region`. */
const region = (value: string) => hexValue(`81 a6 726567696f6e ${value}`);
const nested = (count: number) => Buffer.concat([Buffer.alloc(count, 0x91), Buffer.from([0xc0])]);
const inRegion = (value: Buffer) => ({
  msgpack: Buffer.concat([Buffer.from('81a6726567696f6e', 'hex'), value]),
});

const unreadable = 'ERROR Unreadable Configuration Value';
const hostile: readonly { name: string; config: DynamicValue; said: string }[] = [
  { name: 'a map that ends before its first key', config: hexValue('81'), said: unreadable },
  { name: 'a text that ends too early', config: region('a9 75732d'), said: `${unreadable} at region` },
  {
    name: 'a text longer than all memory',
    config: region('db ffffffff 75'),
    said: `${unreadable} at region`,
  },
  { name: 'an array of 4 billion', config: region('dd ffffffff'), said: `${unreadable} at region` },
  { name: 'a map of 4 billion', config: hexValue('df ffffffff'), said: unreadable },
  { name: 'bytes after the value', config: region('c0 c0'), said: unreadable },
  { name: 'a second value', config: hexValue('80 80'), said: unreadable },
  { name: '200,000 nested arrays', config: { msgpack: nested(200_000) }, said: unreadable },
  {
    name: '200,000 nested arrays in region',
    config: inRegion(nested(200_000)),
    said: `${unreadable} at region`,
  },
  {
    name: 'a key __proto__',
    config: hexValue('81 a9 5f5f70726f746f5f5f c0'),
    said: `${unreadable} at __proto__`,
  },
  {
    name: 'a key constructor',
    config: hexValue('81 ab 636f6e7374727563746f72 c0'),
    said: `${unreadable} at constructor`,
  },
  { name: 'a key of no attribute', config: hexValue('81 a3 666f6f c0'), said: `${unreadable} at foo` },
  {
    name: 'a key that comes twice',
    config: hexValue('82 a6 726567696f6e c0 a6 726567696f6e c0'),
    said: `${unreadable} at region`,
  },
  { name: 'a key that is a number', config: hexValue('81 01 c0'), said: unreadable },
  { name: 'invalid UTF-8', config: region('a2 c328'), said: `${unreadable} at region` },
  { name: 'half a surrogate pair', config: region('a3 eda080'), said: `${unreadable} at region` },
  { name: 'a number for a string', config: region('01'), said: `${unreadable} at region` },
  { name: 'a float for a string', config: region('cb 7ff8000000000000'), said: `${unreadable} at region` },
  { name: 'a bool for a string', config: region('c3'), said: `${unreadable} at region` },
  { name: 'bytes for a string', config: region('c4 09 75732d656173742d31'), said: `${unreadable} at region` },
  { name: 'a list for a string', config: region('91 a1 61'), said: `${unreadable} at region` },
  { name: 'a map for a string', config: region('81 a1 61 a1 62'), said: `${unreadable} at region` },
  { name: 'a list for the whole', config: hexValue('90'), said: unreadable },
  { name: 'a string for the whole', config: hexValue('a1 61'), said: unreadable },
  { name: 'the unassigned byte c1', config: region('c1'), said: `${unreadable} at region` },
  { name: 'JSON that is none', config: { json: Buffer.from('{"region":') }, said: unreadable },
  { name: 'JSON of a wrong type', config: jsonValue({ region: 1 }), said: `${unreadable} at region` },
  { name: 'JSON with another attribute', config: jsonValue({ zone: null }), said: `${unreadable} at zone` },
  {
    name: 'JSON with a key __proto__',
    config: { json: Buffer.from('{"__proto__":{"region":"x"}}') },
    said: unreadable,
  },
  {
    name: 'JSON with invalid UTF-8',
    config: { json: Buffer.from('7b22726567696f6e223a22c328227d', 'hex') },
    said: unreadable,
  },
  { name: 'JSON nested 200,000 deep', config: { json: Buffer.alloc(200_000, '[') }, said: unreadable },
];

/** A message with at most this in it can be read by a person. */
const longestText = 1_000;

function assertReadable(diagnostic: Diagnostic | undefined): void {
  assert.ok(diagnostic && diagnostic.detail.length < longestText, diagnostic?.detail);
  assert.doesNotMatch(diagnostic.detail, /\n\s+at |node_modules|undefined/);
}

describe('a configuration in bytes that no host sends gets a diagnostic, never a gRPC error', () => {
  for (const { name, config, said } of hostile) {
    it(name, async () => {
      const before = host.ecr.calls.length;
      const request = { type_name: tokenType, config };
      const opened = await host.client.terraform('OpenEphemeralResource', request);
      const validated = await host.client.terraform('ValidateEphemeralResourceConfig', request);
      for (const answer of [opened, validated]) {
        assert.equal(told(answer).length, 1);
        assert.ok(told(answer)[0]?.startsWith(said), told(answer)[0]);
        assertReadable(answer.diagnostics[0]);
      }
      assert.equal(opened.result, null);
      assert.equal(host.ecr.calls.length, before);
    });
  }

  it('for the provider block too, and the last good configuration stays', async () => {
    const endpoints = hexValue('81 a9 656e64706f696e7473 91 81 a3 656372 01');
    for (const method of ['ValidateProviderConfig', 'ConfigureProvider'] as const) {
      const answer = await host.client.terraform(method, { config: endpoints });
      assert.match(told(answer).join(), /^ERROR Unreadable Configuration Value at endpoints/);
    }
  });
});

const malformed = [
  { name: 'a tag that is none', bytes: 'ff', said: unreadable },
  { name: 'a field longer than the message', bytes: '0a 7f 61', said: unreadable },
  // By the rules of protobuf this is a field that nobody knows.
  { name: 'a wrong wire type', bytes: '08 01', said: 'ERROR Unknown Ephemeral Resource Type' },
  { name: 'an endless varint', bytes: '0a ffffffffffffffffffffff', said: unreadable },
  { name: 'an inner message that is broken', bytes: '0a 01 61 12 02 0a 7f', said: unreadable },
] as const;

describe('a request that is not protobuf gets a diagnostic, never a gRPC error', () => {
  for (const method of ['ValidateEphemeralResourceConfig', 'OpenEphemeralResource'] as const) {
    for (const { name, bytes, said } of malformed) {
      it(`${method}: ${name}`, async () => {
        const request = Buffer.from(bytes.replaceAll(' ', ''), 'hex');
        const path = `/tfplugin6.Provider/${method}`;
        const answer = await host.client.unaryBytes(path, request);
        const decoded = findMethod(path).responseDeserialize(answer) as WithDiagnostics;
        assert.deepEqual(told(decoded), [said]);
        assertReadable(decoded.diagnostics[0]);
      });
    }
  }
});

describe('what a host may send', () => {
  it('a configuration in JSON', async () => {
    const config = jsonValue({ region: 'eu-north-1', password: null });
    const request = { type_name: tokenType, config };
    const opened = await host.client.terraform('OpenEphemeralResource', request);
    assert.deepEqual(told(opened), []);
    assert.equal(host.ecr.calls.at(-1)?.region, 'eu-north-1');
  });

  it('a configuration without the attributes that it does not know', async () => {
    const opened = await host.client.terraform('OpenEphemeralResource', {
      type_name: tokenType,
      config: msgpackValue({ region: 'eu-south-1' }),
    });
    assert.deepEqual(told(opened), []);
  });

  it('a text in every form that msgpack has for it', async () => {
    const text = Buffer.from('us-east-1').toString('hex');
    for (const head of ['a9', 'd9 09', 'da 0009', 'db 00000009']) {
      const opened = await host.client.terraform('OpenEphemeralResource', {
        type_name: tokenType,
        config: region(`${head} ${text}`),
      });
      assert.deepEqual(told(opened), [], head);
    }
  });

  it('a message of 5 MB', async () => {
    const config = msgpackValue({ region: 'x'.repeat(5_000_000) });
    const opened = await host.client.terraform('OpenEphemeralResource', { type_name: tokenType, config });
    assert.deepEqual(told(opened), ['ERROR Invalid AWS Region at region']);
    assertReadable(opened.diagnostics[0]);
  });

  it('fields that this version of the protocol does not have', async () => {
    // Field 1000 with the varint 1, in a request that is else empty.
    const answer = await host.client.unaryBytes(
      '/tfplugin6.Provider/GetFunctions',
      Buffer.from('c03e01', 'hex'),
    );
    assert.equal(answer.length, 0);
  });
});
