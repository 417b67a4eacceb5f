import { distance } from 'fastest-levenshtein';
import { partitions } from '../generated/partitions.ts';

/** What can be said about a region's name without asking AWS. */
export type RegionCheck =
  /** `known`: the AWS SDK lists it. Otherwise it only has the form of a region of that partition. */
  | { readonly verdict: 'accepted'; readonly partition: string; readonly known: boolean }
  | { readonly verdict: 'rejected'; readonly problem: 'empty' | 'malformed' | 'no-partition' };

/** Lower-case words and a number, joined by hyphens; short enough for a DNS label. */
const regionShape = /^[a-z]{2,8}(?:-[a-z]+)+-\d{1,3}$/;
const maxRegionLength = 63;
const maxTypingErrors = 2;

/**
 * Checks a region against the AWS SDK's partition data. A name that passes consists of letters, digits and
 * hyphens only, so it can never change the host that a request goes to.
 *
 * A region that is newer than our SDK passes when it has the form of its partition's regions.
 */
export function checkRegion(region: string): RegionCheck {
  if (region === '') return { verdict: 'rejected', problem: 'empty' };
  if (region.length > maxRegionLength || !regionShape.test(region)) {
    return { verdict: 'rejected', problem: 'malformed' };
  }
  const listed = partitions.find((partition) => partition.regions.includes(region));
  if (listed) return { verdict: 'accepted', partition: listed.id, known: true };
  const alike = partitions.find((partition) => new RegExp(partition.regionRegex).test(region));
  if (alike) return { verdict: 'accepted', partition: alike.id, known: false };
  return { verdict: 'rejected', problem: 'no-partition' };
}

/**
 * The region that the user probably meant: other case or separators, an availability zone's letter, or at
 * most two typing errors away. Undefined where nothing is near, and for a region that exists.
 */
export function suggestRegion(region: string): string | undefined {
  const listed = partitions.flatMap((partition) => partition.regions);
  if (region.length > maxRegionLength || listed.includes(region)) return undefined;
  const tidied = region
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/(\d)[a-z]$/, '$1');
  let nearest: string | undefined;
  let nearestDistance = maxTypingErrors + 1;
  for (const candidate of listed) {
    const apart = distance(tidied, candidate);
    if (apart < nearestDistance) {
      nearest = candidate;
      nearestDistance = apart;
    }
  }
  return nearest;
}
