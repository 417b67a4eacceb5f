import type { AuthorizationToken } from '../../src/token/authorization-token.ts';
import type { TokenCore, TokenRequest } from '../../src/token/fetch-token.ts';
import { TokenError } from '../../src/token/token-error.ts';

/** A core without AWS, which notes what is asked of it. */
export interface FakeTokenCore extends TokenCore {
  readonly requests: readonly TokenRequest[];
  readonly signals: readonly AbortSignal[];
  /** How many leases were let go of; each counts as often as `release` was called. */
  releases: number;
}

export interface FakeCoreOptions {
  /** The region of the environment. */
  readonly region?: string;
  /** What asking for a token fails with. */
  readonly failure?: Error;
}

export const fakeToken: AuthorizationToken = {
  authorizationToken: 'QVdTOnBhc3M6d29yZA==',
  expiresAt: '2026-11-22T08:30:15Z',
  password: 'pass:word',
  proxyEndpoint: 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com',
  userName: 'AWS',
};

export function fakeTokenCore({ region, failure }: FakeCoreOptions = {}): FakeTokenCore {
  const requests: TokenRequest[] = [];
  const signals: AbortSignal[] = [];
  const core: FakeTokenCore = {
    requests,
    signals,
    releases: 0,
    async leaseToken(request, signal) {
      requests.push(request);
      signals.push(signal);
      if (failure) throw failure;
      const release = () => {
        core.releases += 1;
      };
      return { token: fakeToken, release };
    },
    async defaultRegion(configured) {
      const found = configured || region;
      if (!found) throw new TokenError('NO_REGION');
      return found;
    },
  };
  return core;
}
