import type { HostPresence } from './stdio-service.ts';

/** What the watch needs to see of the system. */
export interface HostWatchOptions {
  /** Process id of the current parent. */
  readonly parentPid: () => number;
  /** The parent of any process; undefined where the system does not tell. */
  readonly parentOf: (pid: number) => number | undefined;
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
const mostAncestors = 16;

/**
 * Ends an orphan. A host that is killed can't send Shutdown, and nothing in go-plugin tells the plugin; but Unix
 * gives an orphan another parent. Behind a wrapper script, which outlives the host, it is the script that gets
 * another parent: we take that for the host's end if the host's stream has broken off too.
 */
export function watchHost(options: HostWatchOptions): HostWatch {
  const parent = options.parentPid();
  let ancestors: readonly number[] = [];
  let streamBroke = false;
  let looksOrphaned = false;

  const stop = () => clearInterval(poll);
  const gone = (reason: string) => {
    stop();
    options.onHostGone(reason);
  };
  const parentIsGone = () =>
    options.platform === 'win32' ? !options.isRunning(parent) : options.parentPid() !== parent;
  const check = () => {
    if (parentIsGone()) return gone('its parent process ended');
    const looked = looksOrphaned;
    looksOrphaned = streamBroke && ancestors.join() !== ancestorsOf(options).join();
    // Twice in a row: a look at the process table may fail.
    if (looked && looksOrphaned) gone('its connection broke off and a process above its parent ended');
  };
  const poll = setInterval(check, pollIntervalMs);
  // Watching must not be what keeps the process alive.
  poll.unref();

  return {
    stop,
    joined() {
      ancestors = ancestorsOf(options);
      streamBroke = false;
    },
    left() {
      streamBroke = true;
    },
  };
}

/** From the parent upwards, as far as the system tells. */
function ancestorsOf({ parentPid, parentOf }: HostWatchOptions): readonly number[] {
  const found: number[] = [];
  for (let pid: number | undefined = parentPid(); pid !== undefined && found.length < mostAncestors; ) {
    found.push(pid);
    pid = pid > 1 ? parentOf(pid) : undefined;
  }
  return found;
}
