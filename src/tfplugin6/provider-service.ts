import { StopProvider_Request, StopProvider_Response } from '../generated/tfplugin6/provider.ts';
import { createCallsUnderWay } from '../grpc/calls-under-way.ts';
import type { GrpcService } from '../grpc/method-definition.ts';
import { type UnaryRpc, unaryMethod } from '../grpc/unary-handler.ts';
import type { Logger } from '../logger.ts';
import type { Provider } from '../provider/contracts.ts';
import { ephemeralRpcs } from './ephemeral-rpcs.ts';
import { providerRpcs } from './provider-rpcs.ts';
import type { TerraformRpc } from './terraform-rpc.ts';

export interface ProviderServiceOptions {
  readonly logger: Logger;
  readonly clock: () => Date;
  /** A long apply may keep the process for hours after it opened hundreds of blocks at once. */
  readonly collectGarbage: () => void;
}

/** The gRPC service of a provider, and a way to end what it is doing. */
export interface ProviderService {
  readonly service: GrpcService;
  /** Aborts all calls under way; later calls are served as usual. */
  readonly stopWork: () => void;
}

/** `tfplugin6.Provider`. RPCs that are not listed here answer UNIMPLEMENTED, as the protocol foresees. */
export function createProviderService(provider: Provider, options: ProviderServiceOptions): ProviderService {
  const underWay = createCallsUnderWay({ onCrowdGone: options.collectGarbage });
  const stopWork = underWay.abortAll;
  const rpcs = [...providerRpcs(provider), ...ephemeralRpcs(provider), stopProviderRpc(stopWork)];
  const methods = rpcs.map(({ method, rpc }) => {
    const path = `/tfplugin6.Provider/${method}`;
    const logger = options.logger.named('tfplugin6');
    return [method, unaryMethod(path, rpc, { logger, clock: options.clock, underWay })] as const;
  });
  const service = {
    definition: Object.fromEntries(methods.map(([method, { definition }]) => [method, definition])),
    implementation: Object.fromEntries(methods.map(([method, { handler }]) => [method, handler])),
  };
  return { service, stopWork };
}

/** The one RPC without diagnostics: an error is a text. Aborting can't fail. */
function stopProviderRpc(stopWork: () => void): TerraformRpc {
  const rpc: UnaryRpc<StopProvider_Request, StopProvider_Response> = {
    request: StopProvider_Request,
    response: StopProvider_Response,
    handle: () => {
      stopWork();
      return { Error: '' };
    },
    failed: () => ({ Error: 'The request to stop could not be read.' }),
  };
  return { method: 'StopProvider', rpc: rpc as UnaryRpc<unknown, unknown> };
}
