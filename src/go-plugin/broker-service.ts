import type { ServerDuplexStream } from '@grpc/grpc-js';
import { ConnInfo } from '../generated/go_plugin/broker.ts';
import { defineMethod, type GrpcService } from '../grpc/method-definition.ts';
import type { OpenStreams } from './open-streams.ts';

/**
 * `plugin.GRPCBroker`: hosts open its stream for plugins that call back. We never do, so nothing is ever sent
 * on it, and what the host says there concerns nobody.
 */
export function brokerService(streams: OpenStreams): GrpcService {
  const handler = (call: ServerDuplexStream<ConnInfo, ConnInfo>) => {
    streams.add(call);
    call.resume();
    call.on('end', () => call.end());
  };
  return {
    definition: {
      StartStream: defineMethod('/plugin.GRPCBroker/StartStream', ConnInfo, ConnInfo, {
        request: true,
        response: true,
      }),
    },
    implementation: { StartStream: handler },
  };
}
