/** A fault the endpoint can be told to have; plain data, so that tests can keep tables of them. */
export type EcrFault =
  // The service refuses or fails.
  | { readonly kind: 'accessDenied' }
  | { readonly kind: 'expiredCredentials' }
  | { readonly kind: 'throttling' }
  | { readonly kind: 'serverError'; readonly status?: 500 | 503 }
  | { readonly kind: 'invalidRegistry' }
  // The connection fails.
  | { readonly kind: 'hang' }
  | { readonly kind: 'hangInBody' }
  | { readonly kind: 'reset' }
  // The answer is not what the API promises.
  | { readonly kind: 'notJson' }
  | { readonly kind: 'truncatedJson' }
  | { readonly kind: 'emptyList' }
  | {
      readonly kind: 'missingField';
      readonly field: 'authorizationToken' | 'expiresAt' | 'proxyEndpoint';
    }
  /** 307 to `location`, by default to another path of this endpoint, where a follower shows in `calls`. */
  | { readonly kind: 'redirect'; readonly location?: string }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  // The token is odd.
  | { readonly kind: 'badBase64' }
  | { readonly kind: 'noColon' }
  | { readonly kind: 'emptyUser' }
  | { readonly kind: 'emptyPassword' }
  | { readonly kind: 'severalColons' }
  /** The token expires `ms` after it is issued; negative for one that has expired already. */
  | { readonly kind: 'expiryIn'; readonly ms: number }
  /** The endpoint's clock, its `Date` header included, is `ms` ahead (behind, if negative). */
  | { readonly kind: 'clockSkew'; readonly ms: number };

/** Where and how long a fault applies. */
export interface FaultScope {
  /** Only to calls signed for this region; a region's fault goes before the general one. */
  readonly region?: string;
  /** To this many calls, then no more; without it, until the fault is taken back. */
  readonly times?: number;
}

/** The faults now set. */
export interface FaultBoard {
  /** Sets a fault in place of the one of the same scope; `undefined` takes it back, without a region all. */
  set(fault: EcrFault | undefined, scope?: FaultScope): void;
  /** The fault that a call for this region meets. */
  peek(region: string | undefined): EcrFault | undefined;
  /** Counts that a call has met it. */
  spend(region: string | undefined): void;
}

/** A board without faults. */
export function createFaultBoard(): FaultBoard {
  const entries = new Map<string, { readonly fault: EcrFault; left: number }>();
  const keyFor = (region = everywhere) => (entries.has(region) ? region : everywhere);
  return {
    set(fault, { region = everywhere, times = Number.POSITIVE_INFINITY } = {}) {
      if (fault && times > 0) entries.set(region, { fault, left: times });
      else if (region === everywhere) entries.clear();
      else entries.delete(region);
    },
    peek: (region) => entries.get(keyFor(region))?.fault,
    spend(region) {
      const entry = entries.get(keyFor(region));
      if (!entry) return;
      entry.left -= 1;
      if (entry.left <= 0) entries.delete(keyFor(region));
    },
  };
}

/** No region has this name, for a credential scope's region is never empty. */
const everywhere = '';
