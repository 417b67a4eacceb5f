import type { HostPresence } from './stdio-service.ts';

/** What the watch needs to see of the system. */
export interface HostWatchOptions {
  /** Process id of the current parent. */
  readonly parentPid: () => number;
  /** Whether a process with that id runs; asked only where parents do not change (Windows). */
  readonly isRunning: (pid: number) => boolean;
  readonly platform: NodeJS.Platform;
  /** Called once. */
  readonly onHostGone: (reason: string) => void;
}

export interface HostWatch extends HostPresence {
  stop(): void;
}

const pollIntervalMs = 500;
/** Time for a host to open its stream again before we take it for gone. */
const returnGraceMs = 1_500;

/**
 * Ends an orphan. A host that is killed can't send Shutdown, and nothing in go-plugin tells the plugin; Unix
 * gives the orphan another parent, and the host's connection breaks. The second sign also works behind a
 * wrapper script, whose process outlives the host.
 */
export function watchHost(options: HostWatchOptions): HostWatch {
  const host = options.parentPid();
  let absent: NodeJS.Timeout | undefined;
  let stopped = false;

  const stop = () => {
    stopped = true;
    clearInterval(poll);
    clearTimeout(absent);
  };
  const gone = (reason: string) => {
    stop();
    options.onHostGone(reason);
  };
  const parentIsGone = () =>
    options.platform === 'win32' ? !options.isRunning(host) : options.parentPid() !== host;
  const poll = setInterval(() => {
    if (parentIsGone()) gone('its parent process ended');
  }, pollIntervalMs);
  // Watching must not be what keeps the process alive.
  poll.unref();

  return {
    stop,
    joined: () => clearTimeout(absent),
    left() {
      // Our own end breaks the stream off too.
      if (stopped) return;
      if (parentIsGone()) return gone('its parent process ended');
      clearTimeout(absent);
      absent = setTimeout(() => gone('its connection broke off'), returnGraceMs);
    },
  };
}
