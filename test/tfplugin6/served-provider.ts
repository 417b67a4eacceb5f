import type { Provider } from '../../src/provider/contracts.ts';
import { createProviderService } from '../../src/tfplugin6/provider-service.ts';
import { type RecordedLogger, recordedLogger } from '../grpc/recorded-logger.ts';
import { type Served, serve, type Unary } from '../grpc/served.ts';

/** A provider behind a real gRPC server. */
export interface ServedProvider extends Served {
  readonly log: RecordedLogger;
  readonly stopWork: () => void;
  /** Resolves when the service asks for a collection of garbage. */
  readonly garbageCollected: Promise<void>;
}

export async function serveProvider(provider: Provider): Promise<ServedProvider> {
  const log = recordedLogger();
  const clock = () => new Date(0);
  let collectGarbage = () => {};
  const garbageCollected = new Promise<void>((resolve) => (collectGarbage = resolve));
  const { service, stopWork } = createProviderService(provider, {
    logger: log.logger,
    clock,
    collectGarbage,
  });
  return { ...(await serve([service])), log, stopWork, garbageCollected };
}

/** A method of the protocol by its name. */
export function method<Request, Response>(
  name: string,
  request: Unary<Request, Response>['request'],
  response: Unary<Request, Response>['response'],
): Unary<Request, Response> {
  return { path: `/tfplugin6.Provider/${name}`, request, response };
}
