import { readFileSync } from 'node:fs';

/** Why there is no figure on memory elsewhere. */
export const needsLinux = 'memory is read from /proc, which only Linux has';

/**
 * Memory of a running process in MB (a million bytes); Linux only.
 *
 * @param field - `VmRSS` for now, `VmHWM` for the most there ever was
 */
export function readMemoryMb(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  if (kibibytes === undefined) throw new Error(`process ${pid} has no ${field}`);
  return (Number(kibibytes) * 1024) / 1_000_000;
}
