import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProviderConfig, validateProviderConfig } from '../../src/provider/provider-config.ts';
import { known, nullValue, unknown, type Value } from '../../src/provider/value.ts';
import { object, providerBlock } from './plain-value.ts';
import { assertGoodDetail, assertTitleCase } from './wording.ts';

const passing: readonly (readonly [name: string, block: Value])[] = [
  ['nothing set', providerBlock()],
  ['an absent block', nullValue],
  ['an unknown block', unknown],
  ['a region', providerBlock('eu-central-1')],
  ['an empty region, as modules pass it', providerBlock('')],
  ['an unknown region', providerBlock(unknown)],
  ['an https endpoint', providerBlock(null, ['https://api.ecr.eu-central-1.example/x'])],
  ['an http endpoint', providerBlock(null, ['http://127.0.0.1:4566'])],
  ['an empty endpoint', providerBlock(null, [''])],
  ['an unknown endpoint', providerBlock(null, [unknown])],
  ['unknown endpoints', object({ region: null, endpoints: unknown })],
  ['two blocks, one of them empty', providerBlock(null, [null, 'https://x.example'])],
];

const failing: readonly (readonly [name: string, block: Value, found: readonly string[]])[] = [
  ['a region that is none', providerBlock('us-east-1a'), ['error: Invalid AWS Region at region']],
  ['a region of no partition', providerBlock('moon-base-1'), ['error: Invalid AWS Region at region']],
  [
    'a region that is unknown to us',
    providerBlock('us-east-9'),
    ['warning: Unrecognized AWS Region at region'],
  ],
  [
    'an endpoint without a scheme',
    providerBlock(null, ['localhost:4566']),
    ['error: Invalid Endpoint at endpoints'],
  ],
  [
    'an endpoint of another scheme',
    providerBlock(null, ['ftp://x.example']),
    ['error: Invalid Endpoint at endpoints'],
  ],
  ['an endpoint without a host', providerBlock(null, ['https://']), ['error: Invalid Endpoint at endpoints']],
  ['an endpoint that is no URL', providerBlock(null, ['x y']), ['error: Invalid Endpoint at endpoints']],
  [
    'several endpoints',
    providerBlock(null, ['https://a.example', 'https://b.example']),
    ['error: Conflicting Endpoints at endpoints'],
  ],
  [
    'all at once',
    providerBlock('x', ['y', 'https://b.example']),
    [
      'error: Invalid AWS Region at region',
      'error: Invalid Endpoint at endpoints',
      'error: Conflicting Endpoints at endpoints',
    ],
  ],
];

describe('a provider block', () => {
  for (const [name, block] of passing) {
    it(`passes with ${name}`, () => assert.deepEqual(validateProviderConfig(block), []));
  }

  for (const [name, block, found] of failing) {
    it(`with ${name}: ${found.join(', ')}`, () => {
      const diagnostics = validateProviderConfig(block);
      const shown = diagnostics.map(
        ({ severity, summary, path }) =>
          `${severity}: ${summary} at ${path?.map((step) => Object.values(step)).join()}`,
      );
      assert.deepEqual(shown, found);
      for (const { summary, detail } of diagnostics) {
        assertTitleCase(summary);
        assertGoodDetail(detail);
      }
    });
  }
});

const read: readonly (readonly [name: string, block: Value, region: Value, ecrEndpoint: Value])[] = [
  ['nothing', providerBlock(), nullValue, nullValue],
  ['an absent block', nullValue, nullValue, nullValue],
  ['an unknown block', unknown, unknown, unknown],
  ['both', providerBlock('us-east-1', ['http://x']), known('us-east-1'), known('http://x')],
  ['empty texts', providerBlock('', ['']), nullValue, nullValue],
  ['unknown texts', providerBlock(unknown, [unknown]), unknown, unknown],
  ['the second of two blocks', providerBlock(null, [null, 'http://x']), nullValue, known('http://x')],
];

describe('what is read of a provider block', () => {
  for (const [name, block, region, ecrEndpoint] of read) {
    it(name, () => assert.deepEqual(readProviderConfig(block), { region, ecrEndpoint }));
  }
});

describe('an endpoint that is refused', () => {
  const shown: readonly (readonly [url: string, shown: string])[] = [
    ['user:hunter2@localhost:4566', '"localhost:4566"'],
    ['ftp://user:hunter2@example.com/?X-Amz-Signature=hunter2', '"example.com/"'],
    ['htp:/user:hunter2?@example.com', '"example.com"'],
  ];
  for (const [url, text] of shown) {
    it(`${url} is shown without its login and query`, () => {
      const [diagnostic] = validateProviderConfig(providerBlock(null, [url]));
      assert.ok(diagnostic?.detail.includes(text), diagnostic?.detail);
      assert.doesNotMatch(diagnostic?.detail ?? '', /hunter2/);
    });
  }
});
