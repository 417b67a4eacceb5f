import { writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import {
  type Command,
  debugInstructions,
  helpText,
  notStartedByHostText,
  parseCommandLine,
  versionText,
} from './command-line.ts';
import { HandshakeError, isStartedByHost, readHandshakeSettings } from './go-plugin/handshake.ts';
import { createLogger, type Logger, logLevelFromEnvironment } from './logger.ts';
import { divertStdout } from './stray-stdout.ts';

// The only file that reads the process's arguments and environment, and that ends it.

const stdout = 1;
const stderr = 2;

/** Writes at once, since the next line may be our last. False when nobody reads any more. */
function write(fileDescriptor: number, text: string): boolean {
  let rest: Uint8Array = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < 100; tries += 1) {
    try {
      rest = rest.subarray(writeSync(fileDescriptor, rest));
    } catch (error) {
      // A full pipe that does not block; anything else means that the reader is gone.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return false;
    }
  }
  return true;
}

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case 'version':
      write(stdout, versionText);
      return;
    case 'help':
      write(stdout, helpText);
      return;
    case 'unusable':
      write(stderr, `terraform-provider-ecr: ${command.problem}\n\n${helpText}`);
      return exit(2);
    case 'debug':
      return await debug(command.providerAddress);
    case 'serve':
      if (isStartedByHost(process.env)) return await serve();
      write(stderr, notStartedByHostText);
      return exit(1);
  }
}

function exit(code: number): void {
  process.exit(code);
}

async function serve(): Promise<void> {
  const logger = makeLogger();
  // Before anything else can fail: a terminal's Ctrl-C reaches the whole process group, but it is the host that
  // decides when we end.
  process.on('SIGINT', () => logger.debug('interrupt ignored: the host says when to stop'));
  let end = (_reason: string) => exit(0);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(`received ${signal}`));
  const settings = readHandshakeSettings(process.env);
  const [{ servePlugin }, { createStrayOutput }, { createService }] = await Promise.all([
    import('./go-plugin/serve-plugin.ts'),
    import('./go-plugin/stdio-service.ts'),
    import('./create-service.ts'),
  ]);
  const strayOutput = createStrayOutput();
  divertStdout(process, strayOutput.push);
  const { service, stopWork } = createService(process.env, logger);
  const plugin = await servePlugin({
    settings,
    services: [service],
    logger: logger.named('go-plugin'),
    clock,
    strayOutput,
    writeHandshake: (line) => write(stdout, line),
    stopWork,
    exit,
    platform: process.platform,
    temporaryDirectory: tmpdir(),
    atExit,
    process: { parentPid: () => process.ppid, isRunning },
  });
  end = plugin.shutDown;
}

async function debug(providerAddress: string): Promise<void> {
  const logger = makeLogger();
  const [{ serveDebug, reattachConfig }, { createStrayOutput }, { createService }] = await Promise.all([
    import('./go-plugin/serve-debug.ts'),
    import('./go-plugin/stdio-service.ts'),
    import('./create-service.ts'),
  ]);
  const { service } = createService(process.env, logger);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => exit(0));
  const listening = await serveDebug({
    settings: readHandshakeSettings({}),
    services: [service],
    strayOutput: createStrayOutput(),
    platform: process.platform,
    temporaryDirectory: tmpdir(),
    atExit,
  });
  write(stdout, debugInstructions(reattachConfig(providerAddress, listening, process.pid)));
}

function makeLogger(): Logger {
  const level = logLevelFromEnvironment(process.env);
  const logger = createLogger({ level, module: 'ecr', write: (line) => write(stderr, line), clock });
  watchDefects(logger);
  return logger;
}

/** Nothing that goes wrong outside of a request may end unseen, or show what it was about. */
function watchDefects(logger: Logger): void {
  const describe = (error: unknown) => ({ error: error instanceof Error ? error.name : typeof error });
  process.on('uncaughtException', (error) => {
    logger.error('defect of the provider: uncaught exception', describe(error));
    exit(1);
  });
  process.on('unhandledRejection', (error) => {
    logger.error('defect of the provider: unhandled rejection', describe(error));
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) =>
    logger.debug('Node.js warning', { name: warning.name, text: warning.message }),
  );
}

function atExit(cleanUp: () => void): void {
  process.on('exit', cleanUp);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function clock(): Date {
  return new Date();
}

run(parseCommandLine(process.argv.slice(2))).catch((error: unknown) => {
  // A stack or a value in the message could show what must stay hidden; our own errors are worded for people.
  const reason = error instanceof HandshakeError ? error.message : `defect (${errorName(error)})`;
  write(stderr, `terraform-provider-ecr can't start: ${reason}\n`);
  exit(1);
});

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
