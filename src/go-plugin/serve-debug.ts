import { Server, ServerCredentials } from '../grpc/grpc-server.ts';
import type { GrpcService } from '../grpc/method-definition.ts';
import { type HandshakeSettings, type ListenAddress, servedProtocolVersion } from './handshake.ts';
import { type ListenerEnvironment, listen } from './listener.ts';
import { createOpenStreams } from './open-streams.ts';
import { addServices, messageLimits, pluginServices } from './plugin-services.ts';
import type { StrayOutput } from './stdio-service.ts';

export interface ServeDebugOptions extends ListenerEnvironment {
  readonly settings: HandshakeSettings;
  readonly services: readonly GrpcService[];
  readonly strayOutput: StrayOutput;
}

/**
 * Serves without a host, for a debugger: hosts attach with `TF_REATTACH_PROVIDERS` and leave again. Without TLS,
 * as hosts expect of a plugin that they did not start; the socket's directory keeps other users out.
 */
export async function serveDebug(options: ServeDebugOptions): Promise<ListenAddress> {
  const server = new Server(messageLimits);
  const nobody = { joined: () => {}, left: () => {} };
  // Shutdown is answered but not obeyed: it is the end of one host's run, not of the session.
  const own = pluginServices(() => {}, options.strayOutput, createOpenStreams(), nobody);
  addServices(server, [...options.services, ...own]);
  return await listen(server, ServerCredentials.createInsecure(), options.settings, options);
}

/**
 * The value of `TF_REATTACH_PROVIDERS`.
 *
 * @param providerAddress - source address, host name included
 * @see https://developer.hashicorp.com/terraform/plugin/debugging
 */
export function reattachConfig(providerAddress: string, listening: ListenAddress, pid: number): string {
  return JSON.stringify({
    [providerAddress]: {
      Protocol: 'grpc',
      ProtocolVersion: servedProtocolVersion,
      Pid: pid,
      Test: true,
      Addr: { Network: listening.network, String: listening.address },
    },
  });
}
