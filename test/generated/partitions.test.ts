import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partition as sdkPartition } from '@aws-sdk/core/client';
import { type Partition, partitions } from '../../src/generated/partitions.ts';

/** A region name nobody has used yet, which only the regular expression of its partition can match. */
const inventedRegions: Record<string, string> = {
  aws: 'eu-northwest-77',
  'aws-cn': 'cn-northwest-77',
  'aws-eusc': 'eusc-de-west-77',
  'aws-iso': 'us-iso-west-77',
  'aws-iso-b': 'us-isob-west-77',
  'aws-iso-e': 'eu-isoe-west-77',
  'aws-iso-f': 'us-isof-west-77',
  'aws-us-gov': 'us-gov-west-77',
};

for (const partition of partitions) {
  test(`${partition.id}: every region belongs to the partition the SDK puts it in`, () => {
    for (const region of partition.regions) assertSdkAgrees(region, partition);
  });

  test(`${partition.id}: the regular expression takes a region unknown today, as in the SDK`, () => {
    const region = inventedRegions[partition.id] ?? '';
    assert.match(region, new RegExp(partition.regionRegex));
    assertSdkAgrees(region, partition);
  });
}

test('no partition is without regions, and no region is a pseudo region or in two partitions', () => {
  const regions = partitions.flatMap((partition) => partition.regions);
  assert.equal(new Set(regions).size, regions.length);
  assert.deepEqual(
    regions.filter((region) => !/-\d+$/.test(region)),
    [],
  );
  assert.deepEqual(
    partitions.filter((partition) => partition.regions.length === 0),
    [],
  );
});

function assertSdkAgrees(region: string, ours: Partition): void {
  const theirs = sdkPartition(region);
  const facts = [theirs.name, theirs.dnsSuffix, theirs.dualStackDnsSuffix];
  assert.deepEqual(facts, [ours.id, ours.dnsSuffix, ours.dualStackDnsSuffix], region);
  assert.equal(theirs.supportsFIPS, ours.supportsFips, region);
  assert.equal(theirs.supportsDualStack, ours.supportsDualStack, region);
}
