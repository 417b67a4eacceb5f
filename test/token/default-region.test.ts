import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveDefaultRegion } from '../../src/token/default-region.ts';
import { TokenError } from '../../src/token/token-error.ts';

interface Sources {
  readonly name: string;
  readonly configured?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: string;
  readonly region: string;
  /** Reading the profile loads the AWS SDK, so it must not happen for nothing. */
  readonly readsProfile: boolean;
}

const both = { AWS_REGION: 'from-env-1', AWS_DEFAULT_REGION: 'from-default-1' };
const cases: readonly Sources[] = [
  {
    name: 'the provider block',
    configured: 'block-1',
    env: both,
    profile: 'p',
    region: 'block-1',
    readsProfile: false,
  },
  { name: 'AWS_REGION', env: both, profile: 'p', region: 'from-env-1', readsProfile: false },
  {
    name: 'AWS_REGION where the block is empty',
    configured: '',
    env: both,
    region: 'from-env-1',
    readsProfile: false,
  },
  {
    name: 'AWS_DEFAULT_REGION',
    env: { AWS_DEFAULT_REGION: 'd-1' },
    profile: 'p',
    region: 'd-1',
    readsProfile: false,
  },
  {
    name: 'AWS_DEFAULT_REGION where AWS_REGION is empty',
    env: { ...both, AWS_REGION: '' },
    region: 'from-default-1',
    readsProfile: false,
  },
  { name: 'the profile', env: {}, profile: 'profile-1', region: 'profile-1', readsProfile: true },
  {
    name: 'the profile where all else is empty',
    configured: '',
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
    profile: 'profile-1',
    region: 'profile-1',
    readsProfile: true,
  },
];

describe('the default region', () => {
  for (const { name, configured, env = {}, profile, region, readsProfile } of cases) {
    it(`is that of ${name}`, async () => {
      let reads = 0;
      const readProfileRegion = async () => {
        reads += 1;
        return profile;
      };
      assert.equal(await resolveDefaultRegion({ configured, env, readProfileRegion }), region);
      assert.equal(reads, readsProfile ? 1 : 0);
    });
  }

  for (const profile of [undefined, '']) {
    it(`is none: NO_REGION, with ${JSON.stringify(profile)} in the profile`, async () => {
      const sources = { configured: undefined, env: {}, readProfileRegion: async () => profile };
      await assert.rejects(resolveDefaultRegion(sources), new TokenError('NO_REGION'));
    });
  }
});
