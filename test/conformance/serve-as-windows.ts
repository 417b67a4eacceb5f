// The plugin's server with the platform set to Windows, as a program of its own: the tests run it to see the TCP side
// on any system. Does what src/main.ts does with the result.
import { tmpdir } from 'node:os';
import { readHandshakeSettings } from '../../src/go-plugin/handshake.ts';
import { servePlugin } from '../../src/go-plugin/serve-plugin.ts';
import { createStrayOutput } from '../../src/go-plugin/stdio-service.ts';
import { createLogger } from '../../src/logger.ts';

const clock = () => new Date();
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

try {
  await servePlugin({
    settings: readHandshakeSettings(process.env),
    services: [],
    logger: createLogger({
      level: 'warn',
      module: 'test',
      write: (line) => process.stderr.write(line),
      clock,
    }),
    clock,
    strayOutput: createStrayOutput(),
    writeHandshake: (line) => process.stdout.write(line),
    stopWork: () => {},
    exit: (code) => process.exit(code),
    platform: 'win32',
    temporaryDirectory: tmpdir(),
    atExit: (cleanUp) => process.on('exit', cleanUp),
    process: { parentOf: () => undefined, parentPid: () => process.ppid, isRunning },
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'}\n`);
  process.exitCode = 1;
}
