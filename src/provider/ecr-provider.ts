import type { TokenCore } from '../token/fetch-token.ts';
import type { Provider } from './contracts.ts';
import { createEcrTokenEphemeral } from './ecr-token-ephemeral.ts';
import {
  type ProviderConfig,
  providerSchema,
  readProviderConfig,
  validateProviderConfig,
} from './provider-config.ts';

/** All that the provider offers. A new ephemeral resource is one file and one line here. */
export function createEcrProvider(core: TokenCore): Provider {
  let current: ProviderConfig | undefined;
  const config = () => current;
  return {
    schema: providerSchema,
    ephemeralResources: [createEcrTokenEphemeral(core, config)],
    validateConfig: validateProviderConfig,
    configure(block) {
      // Warnings were given by validate already.
      const errors = validateProviderConfig(block).filter(({ severity }) => severity === 'error');
      current = errors.length === 0 ? readProviderConfig(block) : undefined;
      return errors;
    },
  };
}
