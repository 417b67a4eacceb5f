import type { OpenResponse } from '../../src/provider/contracts.ts';
import { createEcrTokenEphemeral } from '../../src/provider/ecr-token-ephemeral.ts';
import { readProviderConfig } from '../../src/provider/provider-config.ts';
import type { Value } from '../../src/provider/value.ts';
import { type FakeTokenCore, fakeTokenCore } from './fake-token-core.ts';
import { object, type Plain, providerBlock } from './plain-value.ts';

/** A configured provider, and how its token is asked for. */
export interface Setting {
  readonly core?: FakeTokenCore;
  readonly block?: Value;
  readonly region?: Plain;
  readonly deferralAllowed?: boolean;
}

export function resourceOf({ core = fakeTokenCore(), block = providerBlock('eu-central-1') }: Setting) {
  const config = readProviderConfig(block);
  return createEcrTokenEphemeral(core, () => config);
}

export function open(setting: Setting): Promise<OpenResponse> {
  return resourceOf(setting).open({
    config: object({ region: setting.region ?? null }),
    deferralAllowed: setting.deferralAllowed ?? false,
    signal: new AbortController().signal,
  });
}

export function summaries(response: OpenResponse): string[] {
  return response.diagnostics.map(({ summary }) => summary);
}
