import { readFileSync } from 'node:fs';

// What Linux tells about other processes. Elsewhere, and for processes that have ended, nothing is known.

/** The parent of a process. */
export function parentOf(pid: number): number | undefined {
  // The name in parentheses may hold anything, so count from its end: state, parent.
  const stat = readProcFile(pid, 'stat');
  const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Whether a process ignores SIGHUP, as it does when it was started with `nohup`. */
export function ignoresHangup(pid: number): boolean | undefined {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readProcFile(pid, 'status') ?? '')?.[1];
  // SIGHUP is signal 1, the lowest bit.
  return mask === undefined ? undefined : (Number.parseInt(mask.slice(-1), 16) & 1) === 1;
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}
