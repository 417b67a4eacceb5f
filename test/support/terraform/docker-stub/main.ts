import { writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readHandshakeSettings } from '../../../../src/go-plugin/handshake.ts';
import { servePlugin } from '../../../../src/go-plugin/serve-plugin.ts';
import { createStrayOutput } from '../../../../src/go-plugin/stdio-service.ts';
import { createLogger } from '../../../../src/logger.ts';
import { createProviderService } from '../../../../src/tfplugin6/provider-service.ts';
import { createDockerStub } from './provider.ts';

/** Serves the stub as a plugin; REGISTRY_URL says where the registry is. */
async function serve(): Promise<void> {
  const clock = () => new Date();
  const logger = createLogger({ level: 'off', module: 'docker-stub', write: () => {}, clock });
  const provider = createDockerStub(process.env.REGISTRY_URL ?? '');
  const { service, stopWork } = createProviderService(provider, { logger, clock, collectGarbage: () => {} });
  process.on('SIGINT', () => {});
  await servePlugin({
    settings: readHandshakeSettings(process.env),
    services: [service],
    logger,
    clock,
    strayOutput: createStrayOutput(),
    writeHandshake: (line) => writeSync(1, line) > 0,
    stopWork,
    exit: (code) => process.exit(code),
    platform: process.platform,
    temporaryDirectory: tmpdir(),
    atExit: (cleanUp) => process.on('exit', cleanUp),
    process: { parentOf: () => undefined, parentPid: () => process.ppid, isRunning: () => true },
  });
}

void serve();
