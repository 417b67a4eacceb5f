import type { Environment } from './go-plugin/handshake.ts';
import type { Logger } from './logger.ts';
import { createEcrProvider } from './provider/ecr-provider.ts';
import { createProviderService, type ProviderService } from './tfplugin6/provider-service.ts';
import { createTokenCore } from './token/fetch-token.ts';

/** Puts the layers together: the token core under the provider under the protocol. */
export function createService(env: Environment, logger: Logger, collectGarbage: () => void): ProviderService {
  const clock = () => new Date();
  const core = createTokenCore({
    env,
    clock,
    logger,
    loadEcrClient: () => import('./token/ecr-client.ts'),
  });
  return createProviderService(createEcrProvider(core), { logger, clock, collectGarbage });
}
