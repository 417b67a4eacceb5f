import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from '../../src/provider/contracts.ts';
import { readProviderConfig } from '../../src/provider/provider-config.ts';
import { resolveTokenRegion, validateRegionArgument } from '../../src/provider/token-region.ts';
import { known, nullValue, unknown } from '../../src/provider/value.ts';
import { fakeTokenCore } from './fake-token-core.ts';
import { type Plain, providerBlock } from './plain-value.ts';
import { assertGoodDetail, assertTitleCase } from './wording.ts';

const path = [{ attribute: 'region' }];
const isError = ({ severity }: Diagnostic) => severity === 'error';

describe('the region argument', () => {
  for (const value of [nullValue, unknown, known('us-east-1'), known('cn-north-1')]) {
    it(`passes: ${JSON.stringify(value)}`, () => assert.deepEqual(validateRegionArgument(value), []));
  }

  const wrong = [
    '',
    'us-east-1a',
    'US-EAST-1',
    'us_east_1',
    'us-east-1\n',
    'us-east-1.evil.example',
    'https://x',
    'moon-base-1',
  ];
  for (const region of wrong) {
    it(`is an error: ${JSON.stringify(region)}`, () => {
      const [diagnostic, ...others] = validateRegionArgument(known(region));
      assert.deepEqual([diagnostic?.severity, diagnostic?.path, others], ['error', path, []]);
      assertTitleCase(diagnostic?.summary ?? '');
      assertGoodDetail(diagnostic?.detail ?? '');
    });
  }

  it('is a warning where only its form is known', () => {
    const [diagnostic] = validateRegionArgument(known('us-east-9'));
    assert.deepEqual([diagnostic?.severity, diagnostic?.path], ['warning', path]);
  });
});

interface PartitionCase {
  readonly own: string;
  readonly provider: Plain;
  readonly environment?: string;
  readonly mismatch: string | undefined;
}

const mismatch = (own: string, region: string, provider: string) =>
  `partition (${own}) for per-resource Region (${region}) is not the provider's configured partition (${provider})`;
const partitions: readonly PartitionCase[] = [
  { own: 'us-east-1', provider: 'eu-west-1', mismatch: undefined },
  { own: 'cn-north-1', provider: 'cn-northwest-1', mismatch: undefined },
  { own: 'cn-north-1', provider: 'eu-west-1', mismatch: mismatch('aws-cn', 'cn-north-1', 'aws') },
  { own: 'us-east-1', provider: 'us-gov-west-1', mismatch: mismatch('aws', 'us-east-1', 'aws-us-gov') },
  { own: 'eusc-de-east-7', provider: 'eu-west-1', mismatch: mismatch('aws-eusc', 'eusc-de-east-7', 'aws') },
  {
    own: 'cn-north-1',
    provider: null,
    environment: 'us-east-1',
    mismatch: mismatch('aws-cn', 'cn-north-1', 'aws'),
  },
  { own: 'cn-north-1', provider: null, mismatch: undefined },
  { own: 'cn-north-1', provider: unknown, environment: 'us-east-1', mismatch: undefined },
  { own: 'cn-north-1', provider: null, environment: 'nonsense', mismatch: undefined },
];

describe('the partition', () => {
  for (const { own, provider, environment, mismatch: text } of partitions) {
    it(`of ${own}, provider ${JSON.stringify(provider)}, environment ${environment}: ${text ?? 'fits'}`, async () => {
      const core = fakeTokenCore(environment === undefined ? {} : { region: environment });
      const config = readProviderConfig(providerBlock(provider));
      const resolved = await resolveTokenRegion(known(own), config, core);
      assert.equal(resolved.region, text === undefined ? own : undefined);
      assert.deepEqual(
        resolved.diagnostics
          .filter(isError)
          .map(({ summary, detail, path: at }) => [summary, detail.split('\n')[0], at]),
        text === undefined ? [] : [['Invalid Region Value', text, path]],
      );
    });
  }
});

describe('the block’s own region', () => {
  const resolve = (region: string) =>
    resolveTokenRegion(known(region), readProviderConfig(providerBlock('eu-west-1')), fakeTokenCore());

  it('that is newer than the SDK is used, without repeating the warning of validate', async () => {
    const { region, diagnostics } = await resolve('us-east-9');
    assert.equal(region, 'us-east-9');
    assert.deepEqual(diagnostics, []);
  });

  it('that is none is an error at the argument, and the only one', async () => {
    const { region, diagnostics } = await resolve('us-east-1a');
    assert.equal(region, undefined);
    assert.deepEqual(
      diagnostics.map(({ severity, path: at }) => [severity, at]),
      [['error', path]],
    );
  });
});

describe('the default region', () => {
  const resolve = (region: string) =>
    resolveTokenRegion(nullValue, readProviderConfig(providerBlock()), fakeTokenCore({ region }));

  it('that is none is an error without a path, which says where it came from', async () => {
    const { region, diagnostics } = await resolve('us_east_1');
    assert.equal(region, undefined);
    assert.deepEqual(
      diagnostics.map(({ severity, path: at }) => [severity, at]),
      [['error', undefined]],
    );
    assert.match(
      diagnostics[0]?.detail ?? '',
      /Did you mean "us-east-1"\? It is the default region: .*AWS_DEFAULT_REGION/,
    );
  });

  it('that is newer than the SDK is used, with a warning', async () => {
    const { region, diagnostics } = await resolve('us-east-9');
    assert.equal(region, 'us-east-9');
    assert.deepEqual(
      diagnostics.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('that is missing is thrown on', async () => {
    const config = readProviderConfig(providerBlock());
    await assert.rejects(resolveTokenRegion(nullValue, config, fakeTokenCore()), { code: 'NO_REGION' });
  });
});
