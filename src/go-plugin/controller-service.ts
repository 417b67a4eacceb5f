import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { Empty } from '../generated/go_plugin/controller.ts';
import { defineMethod, type GrpcService } from '../grpc/method-definition.ts';

/**
 * `plugin.GRPCController`: the host's request to end.
 *
 * @param shutDown - starts the end of the process; the answer is on its way by then
 */
export function controllerService(shutDown: () => void): GrpcService {
  const handler = (_call: ServerUnaryCall<Empty, Empty>, callback: sendUnaryData<Empty>) => {
    callback(null, {});
    shutDown();
  };
  return {
    definition: { Shutdown: defineMethod('/plugin.GRPCController/Shutdown', Empty, Empty) },
    implementation: { Shutdown: handler },
  };
}
