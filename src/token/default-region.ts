import { TokenError } from './token-error.ts';

/** Where a region may come from when a token is asked for without one. */
export interface RegionSources {
  /** The provider block's `region`. */
  readonly configured: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the active profile of AWS's shared configuration files; called only when needed. */
  readonly readProfileRegion: () => Promise<string | undefined>;
}

/**
 * The provider block's region, then `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's.
 *
 * @throws {@link TokenError} `NO_REGION` when none of them names one
 */
export async function resolveDefaultRegion(sources: RegionSources): Promise<string> {
  const { configured, env } = sources;
  const region =
    configured || env.AWS_REGION || env.AWS_DEFAULT_REGION || (await sources.readProfileRegion());
  if (!region) throw new TokenError('NO_REGION');
  return region;
}
