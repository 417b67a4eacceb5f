import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitions } from '../../src/generated/partitions.ts';
import { checkRegion, suggestRegion } from '../../src/token/region.ts';

describe('a region that the AWS SDK lists', () => {
  for (const { id, regions } of partitions) {
    it(`is known, and of its partition: ${id}`, () => {
      for (const region of regions) {
        assert.deepEqual(checkRegion(region), { verdict: 'accepted', partition: id, known: true }, region);
        assert.equal(suggestRegion(region), undefined, region);
      }
    });
  }

  it('is there for every partition the issue could meet', () => {
    const sample = { 'us-east-1': 'aws', 'cn-north-1': 'aws-cn', 'us-gov-west-1': 'aws-us-gov' };
    for (const [region, partition] of Object.entries(sample)) {
      assert.deepEqual(checkRegion(region), { verdict: 'accepted', partition, known: true });
    }
  });
});

const newRegions: readonly (readonly [region: string, partition: string])[] = [
  ['us-east-9', 'aws'],
  ['mx-south-12', 'aws'],
  ['cn-south-1', 'aws-cn'],
  ['us-gov-north-7', 'aws-us-gov'],
  ['eusc-de-east-7', 'aws-eusc'],
  ['us-iso-south-9', 'aws-iso'],
  ['us-isob-south-9', 'aws-iso-b'],
  ['eu-isoe-south-9', 'aws-iso-e'],
  ['us-isof-north-9', 'aws-iso-f'],
];

describe('a region that is newer than the AWS SDK', () => {
  for (const [region, partition] of newRegions) {
    it(`is accepted by its partition's pattern: ${region}`, () => {
      assert.deepEqual(checkRegion(region), { verdict: 'accepted', partition, known: false });
    });
  }
});

const malformed = [
  'us-east-1a',
  'US-EAST-1',
  'us_east_1',
  'us-east',
  'us-1',
  'us--east-1',
  'us-east-1-',
  '-us-east-1',
  'us-east-1234',
  'us-east-',
  'global',
  'aws-global',
  'eu',
  '1',
  ' us-east-1',
  'us-east-1 ',
  'us-east-1\n',
  'us-east-1\r\n',
  'us-east-1\t',
  'us-east-1\0',
  'us east 1',
  'us-east-1.evil.example',
  'us-east.evil-1',
  'us-east.evil.example-1',
  'evil.example-east-1',
  'us-east-1.evil.example/',
  'evil.example/us-east-1',
  'evil.example#us-east-1',
  'user@us-east-1',
  'us-east-1:8080',
  'us-east-1/../..',
  'us-east-1?x=1',
  'https://us-east-1',
  'http://169.254.169.254/latest',
  '127.0.0.1',
  '[::1]',
  'localhost',
  'us-eаst-1', // a Cyrillic letter
  'us‐east‐1', // U+2010 hyphens
  'us-east-１', // a full-width digit
  '%75s-east-1',
  `us-${'e'.repeat(60)}-1`,
  `us${'-east'.repeat(100_000)}-1`,
] as const;

describe('a name that no region can have', () => {
  for (const region of malformed) {
    it(`is malformed: ${JSON.stringify(region.slice(0, 40))} (${region.length} characters)`, () => {
      assert.deepEqual(checkRegion(region), { verdict: 'rejected', problem: 'malformed' });
    });
  }

  it('is empty', () => {
    assert.deepEqual(checkRegion(''), { verdict: 'rejected', problem: 'empty' });
  });

  for (const region of ['xx-east-1', 'moon-base-1', 'us-nope-north-1', 'eusc-fr-east-1', 'foo-bar-1']) {
    it(`belongs to no partition: ${region}`, () => {
      assert.deepEqual(checkRegion(region), { verdict: 'rejected', problem: 'no-partition' });
    });
  }
});

const suggestions: readonly (readonly [typed: string, meant: string | undefined])[] = [
  ['us-east-1a', 'us-east-1'],
  ['US-EAST-1', 'us-east-1'],
  ['US-EAST-2B', 'us-east-2'],
  ['us_east_1', 'us-east-1'],
  ['us east 1', 'us-east-1'],
  [' us-east-1', 'us-east-1'],
  ['us-east-1\n', 'us-east-1'],
  ['us-esat-2', 'us-east-2'],
  ['eu-wst-1', 'eu-west-1'],
  ['eu-centrall-1', 'eu-central-1'],
  ['useast1', 'us-east-1'],
  ['us-gov-wset-1', 'us-gov-west-1'],
  ['cn_north_1', 'cn-north-1'],
  ['', undefined],
  ['foo', undefined],
  ['moon-base-1', undefined],
  ['https://us-east-1', undefined],
  ['us-east-1.evil.example', undefined],
  ['x'.repeat(64), undefined],
];

describe('the region that was meant', () => {
  for (const [typed, meant] of suggestions) {
    it(`by ${JSON.stringify(typed)} is ${meant ?? 'nobody knows'}`, () => {
      assert.equal(suggestRegion(typed), meant);
    });
  }

  it('is sought in no time, however long the text', () => {
    const startedAtMs = performance.now();
    assert.equal(suggestRegion('us-east-1'.repeat(1_000_000)), undefined);
    assert.ok(performance.now() - startedAtMs < 100);
  });
});
