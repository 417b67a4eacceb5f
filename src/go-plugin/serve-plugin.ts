import { Server } from '../grpc/grpc-server.ts';
import type { GrpcService } from '../grpc/method-definition.ts';
import type { Logger } from '../logger.ts';
import { formatHandshakeLine, type HandshakeSettings, servedProtocolVersion } from './handshake.ts';
import { type HostWatchOptions, watchHost } from './host-watch.ts';
import { type ListenerEnvironment, listen } from './listener.ts';
import { createServerTrust } from './mutual-tls.ts';
import { createOpenStreams } from './open-streams.ts';
import { addServices, messageLimits, pluginServices } from './plugin-services.ts';
import type { StrayOutput } from './stdio-service.ts';

/** How long calls under way may take to end after Shutdown; the host kills us after 2 s. */
const drainTimeoutMs = 500;

export interface ServePluginOptions extends ListenerEnvironment {
  readonly settings: HandshakeSettings;
  /** What the plugin is for, beside go-plugin's own services. */
  readonly services: readonly GrpcService[];
  readonly logger: Logger;
  readonly clock: () => Date;
  /** Takes stray stdout until the host fetches it. */
  readonly strayOutput: StrayOutput;
  /** Writes the handshake line to the real stdout; false when nobody reads it any more. */
  readonly writeHandshake: (line: string) => boolean;
  /** Aborts the plugin's work, so that calls under way end soon. */
  readonly stopWork: () => void;
  /** Called last; what was given to `atExit` has to run then. */
  readonly exit: (code: number) => void;
  readonly process: Pick<HostWatchOptions, 'parentPid' | 'parentOf' | 'isRunning'>;
}

/** A plugin that serves. */
export interface ServedPlugin {
  /** Ends calls under way and exits; repeated calls do nothing. */
  readonly shutDown: (reason: string) => void;
}

/**
 * Serves a plugin to the host that started this process, as `hashicorp/go-plugin` servers do.
 *
 * @throws HandshakeError when the host's settings can't be met
 */
export async function servePlugin(options: ServePluginOptions): Promise<ServedPlugin> {
  const { settings, logger } = options;
  warnOfForeignVersions(settings, logger);
  const trust = createServerTrust(settings.clientCertificate, options.clock());
  const streams = createOpenStreams();
  const server = new Server(messageLimits);

  let ending = false;
  const shutDown = (reason: string, exitCode = 0) => {
    if (ending) return;
    ending = true;
    logger.debug('plugin is shutting down', { reason });
    host.stop();
    options.stopWork();
    streams.endAll();
    drain(server, () => options.exit(exitCode));
  };
  const host = watchHost({
    ...options.process,
    platform: options.platform,
    onHostGone: (reason) => shutDown(`the host is gone: ${reason}`),
  });

  addServices(server, [
    ...options.services,
    ...pluginServices(() => shutDown('the host asked for it'), options.strayOutput, streams, host),
  ]);
  const listening = await listen(server, trust.credentials, settings, options);
  logger.debug('plugin is listening', {
    ...listening,
    mutual_tls: trust.certificateDer !== undefined,
  });
  const line = formatHandshakeLine({
    listening,
    serverCertificate: trust.certificateDer,
    multiplexing: settings.asksForMultiplexing ? false : undefined,
  });
  if (!options.writeHandshake(line)) shutDown('the host is gone: nobody reads the handshake', 1);
  return { shutDown };
}

/** Lets answers that are on their way arrive, then goes on; not longer than the drain timeout. */
function drain(server: Server, done: () => void): void {
  const impatience = setTimeout(() => {
    server.forceShutdown();
    done();
  }, drainTimeoutMs);
  server.tryShutdown(() => {
    clearTimeout(impatience);
    done();
  });
}

function warnOfForeignVersions(settings: HandshakeSettings, logger: Logger): void {
  if (settings.hostVersions.length === 0 || settings.hostVersions.includes(servedProtocolVersion)) return;
  // The host compares our handshake line with its own versions and tells the user.
  logger.warn('the host does not speak our protocol version', {
    served: servedProtocolVersion,
    host: settings.hostVersions.join(','),
  });
}
