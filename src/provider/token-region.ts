import type { TokenCore } from '../token/fetch-token.ts';
import { checkRegion, type RegionCheck } from '../token/region.ts';
import type { Diagnostic } from './contracts.ts';
import { defaultRegionDiagnostic, partitionMismatch, regionDiagnostic } from './diagnostics.ts';
import type { ProviderConfig } from './provider-config.ts';
import { textOf, type Value } from './value.ts';

/** The region that a token is asked for, or why there is none. Warnings may stand beside a region. */
export interface TokenRegion {
  readonly region?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a block's own `region` without the provider's configuration; null and unknown pass. */
export function validateRegionArgument(region: Value): readonly Diagnostic[] {
  const text = textOf(region);
  return text === undefined ? [] : regionDiagnostics(text, regionDiagnostic);
}

/**
 * The region for one token: the block's own, which must be of the provider's partition, else the default.
 *
 * @param argument - the block's `region`, not unknown
 * @throws TokenError `NO_REGION` when there is no default either
 */
export async function resolveTokenRegion(
  argument: Value,
  config: ProviderConfig,
  core: TokenCore,
): Promise<TokenRegion> {
  const own = textOf(argument);
  if (own === undefined) {
    const region = await core.defaultRegion(textOf(config.region));
    return withDiagnostics(region, regionDiagnostics(region, defaultRegionDiagnostic));
  }
  // Warnings were given by validate already.
  const errors = validateRegionArgument(argument).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { diagnostics: errors };
  return withDiagnostics(own, partitionDiagnostics(own, await providerPartition(config, core)));
}

function regionDiagnostics(
  region: string,
  describe: (region: string, check: RegionCheck) => Diagnostic,
): readonly Diagnostic[] {
  const check = checkRegion(region);
  return check.verdict === 'accepted' && check.known ? [] : [describe(region, check)];
}

function partitionDiagnostics(region: string, provider: string | undefined): readonly Diagnostic[] {
  const own = partitionOf(region);
  return provider === undefined || own === undefined || own === provider
    ? []
    : [partitionMismatch(region, own, provider)];
}

/** Undefined while the provider's region is unknown, and where there is none: then nothing can mismatch. */
async function providerPartition(config: ProviderConfig, core: TokenCore): Promise<string | undefined> {
  if (config.region.state === 'unknown') return undefined;
  try {
    return partitionOf(await core.defaultRegion(textOf(config.region)));
  } catch {
    return undefined;
  }
}

function partitionOf(region: string): string | undefined {
  const check = checkRegion(region);
  return check.verdict === 'accepted' ? check.partition : undefined;
}

function withDiagnostics(region: string, diagnostics: readonly Diagnostic[]): TokenRegion {
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return failed ? { diagnostics } : { region, diagnostics };
}
