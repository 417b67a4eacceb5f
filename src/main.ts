import { writeSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import {
  type Command,
  debugInstructions,
  helpText,
  notStartedByHostText,
  parseCommandLine,
  versionText,
} from './command-line.ts';
import { HandshakeError, isStartedByHost, readHandshakeSettings } from './go-plugin/handshake.ts';
import { ignoresHangup, parentOf } from './go-plugin/process-table.ts';
import { createLogger, type Logger, logLevelFromEnvironment } from './logger.ts';
import { divertStdout } from './stray-stdout.ts';

// The only file that reads the process's arguments and environment, and that ends it.

const stdout = 1;
const stderr = 2;

/** How long a reader may be busy elsewhere before a line is given up. */
const mostPauses = 50;
const retryPauseMs = 2;

/** Writes at once, since the next line may be our last. False when nobody reads any more. */
function write(fileDescriptor: number, text: string): boolean {
  let rest: Uint8Array = Buffer.from(text);
  for (let pauses = 0; rest.length > 0 && pauses < mostPauses; ) {
    try {
      rest = rest.subarray(writeSync(fileDescriptor, rest));
    } catch (error) {
      // A full pipe that does not block; anything else means that the reader is gone.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryPauseMs);
      pauses += 1;
    }
  }
  return rest.length === 0;
}

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case 'version':
      return write(stdout, versionText(process.versions)) ? undefined : exit(1);
    case 'help':
      return write(stdout, helpText) ? undefined : exit(1);
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
  ensureHome();
  // Before anything else can fail: a terminal's Ctrl-C reaches the whole process group, but it is the host that
  // decides when we end.
  process.on('SIGINT', () => logger.debug('interrupt ignored: the host says when to stop'));
  let end = (_reason: string) => exit(0);
  onTermination((signal) => end(`received ${signal}`));
  process.on('SIGHUP', () => {
    // Node forgets that it was told to ignore it. Where that can't be found out, the host decides for us.
    if (ignoresHangup(process.ppid) ?? true) logger.debug('hangup ignored, as by the host');
    else end('received SIGHUP');
  });
  const settings = readHandshakeSettings(process.env);
  const [{ servePlugin }, { createStrayOutput }, { createService }] = await Promise.all([
    import('./go-plugin/serve-plugin.ts'),
    import('./go-plugin/stdio-service.ts'),
    import('./create-service.ts'),
  ]);
  const strayOutput = createStrayOutput();
  divertStdout(process, strayOutput.push);
  const { service, stopWork } = createService(process.env, logger, collectGarbage);
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
    process: { parentPid: () => process.ppid, parentOf, isRunning },
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
  const { service } = createService(process.env, logger, collectGarbage);
  onTermination(() => exit(0));
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => exit(0));
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
  const describe = (error: unknown) => ({ error: errorName(error) });
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

/** Signals that ask a process to end; their default would leave the socket behind (and SIGQUIT a core dump). */
function onTermination(end: (signal: string) => void): void {
  const signals = process.platform === 'win32' ? ['SIGTERM'] : ['SIGTERM', 'SIGQUIT'];
  for (const signal of signals) process.on(signal, () => end(signal));
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

/** The AWS SDK looks for its files below the home directory, and fails where the system names none. */
function ensureHome(): void {
  if (process.env.HOME || process.platform === 'win32') return;
  // An empty HOME would have it look in the current directory, which is that of somebody's configuration.
  delete process.env.HOME;
  try {
    homedir();
  } catch {
    process.env.HOME = '/';
  }
}

/** Bun leaves it lying as long as there is room; Node does not offer it. */
function collectGarbage(): void {
  const { Bun } = globalThis as { Bun?: { gc(waitForIt: boolean): void } };
  Bun?.gc(true);
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
