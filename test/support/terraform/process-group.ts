import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that runs (or is stopped), by id and command line. */
export interface ProcessInfo {
  readonly pid: number;
  readonly command: string;
}

/**
 * The live processes of a process group. A command's group holds all it started: hosts leave their plugins in
 * it, which is how a terminal's Ctrl-C gets at them. Zombies don't count.
 */
export function membersOfGroup(group: number): readonly ProcessInfo[] {
  return existsSync('/proc/self/stat') ? membersFromProc(group) : membersFromPs(group);
}

/**
 * Waits for a group to be empty.
 *
 * @returns who is left after `timeoutMs`
 */
export async function waitForEmptyGroup(group: number, timeoutMs: number): Promise<readonly ProcessInfo[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const members = membersOfGroup(group);
    if (members.length === 0 || Date.now() >= deadline) return members;
    // The end of a process that is not our child can't be awaited.
    await sleep(20);
  }
}

/** Sends a signal to a group; one that has ended already is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function membersFromProc(group: number): readonly ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in parentheses may hold anything, so count from its end: state, parent, group.
        const [state = '', , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(processGroup) !== group || 'ZX'.includes(state)) return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), command }];
      } catch {
        // Ended while we looked.
        return [];
      }
    });
}

function membersFromPs(group: number): readonly ProcessInfo[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, processGroup, state = '', command = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return Number(processGroup) !== group || state.startsWith('Z') ? [] : [{ pid: Number(pid), command }];
  });
}
