import { type ChildProcess, spawn } from 'node:child_process';
import type { Surroundings } from './environments.ts';

/** A process under the stop-watch. Times are those of `performance.now()`. */
export interface RunningProcess {
  readonly child: ChildProcess;
  readonly startedAtMs: number;
  /** The first line of stdout, and when it was there. Rejects if the process ends without one. */
  readonly firstLine: Promise<{ readonly text: string; readonly atMs: number }>;
  /** Resolves when the process is gone; rejects if it can't be started. */
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly atMs: number;
  }>;
}

/** Starts a process with as little around it as can be: nobody reads its stderr. */
export function startProcess(
  executable: string,
  args: readonly string[],
  { directory, environment }: Surroundings,
): RunningProcess {
  const startedAtMs = performance.now();
  const child = spawn(executable, args, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  const firstLine = new Promise<{ text: string; atMs: number }>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      const end = stdout.indexOf('\n');
      if (end >= 0) resolve({ text: stdout.slice(0, end), atMs: performance.now() });
    });
    child.once('close', () => reject(new Error(`${executable} ended without a line`)));
  });
  const ended = new Promise<{ exitCode: number | null; stdout: string; atMs: number }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => {
      const atMs = performance.now();
      // What it wrote may arrive after its end.
      child.once('close', () => resolve({ exitCode, stdout, atMs }));
    });
  });
  // Whoever does not care for the one must not fail for it.
  firstLine.catch(() => {});
  ended.catch(() => {});
  return { child, startedAtMs, firstLine, ended };
}

/**
 * Runs a program to its end.
 *
 * @returns milliseconds from start to end
 * @throws Error when it fails, or prints nothing although it should
 */
export async function timeProgram(
  executable: string,
  args: readonly string[],
  surroundings: Surroundings,
  prints: 'something' | 'nothing',
): Promise<number> {
  const { startedAtMs, ended } = startProcess(executable, args, surroundings);
  const { exitCode, stdout, atMs } = await ended;
  if (exitCode !== 0) throw new Error(`${executable} ended with exit code ${exitCode}`);
  if (prints === 'something' && stdout.trim() === '') throw new Error(`${executable} printed nothing`);
  return atMs - startedAtMs;
}
