import { type ChildProcess, spawn } from 'node:child_process';
import { type CapturedOutput, captureOutput } from './captured-output.ts';
import { pluginExecutable } from './executable.ts';
import { bareEnvironment, type Environment } from './host-environment.ts';
import { makeScratchDirectory, type ScratchDirectory } from './scratch-directory.ts';
import type { TestScope } from './test-scope.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface PluginProcessOptions {
  readonly args?: readonly string[];
  /** On top of {@link bareEnvironment}. */
  readonly env?: Environment;
  /** Another copy of the executable, or a program that starts it. */
  readonly executable?: string;
  readonly scratch?: ScratchDirectory;
}

/** A plugin that was started, with everything it does in plain view. */
export interface PluginProcess {
  readonly pid: number;
  readonly scratch: ScratchDirectory;
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  /**
   * Waits until the process has ended and all of its output is here.
   *
   * @throws Error when it still runs after 20 s
   */
  waitForExit(): Promise<Exit>;
  signal(name: NodeJS.Signals): void;
}

/** Starts the executable; it is killed at the end of the scope if it still runs then. */
export function startPluginProcess(scope: TestScope, options: PluginProcessOptions = {}): PluginProcess {
  const scratch = options.scratch ?? makeScratchDirectory(scope);
  const child = spawn(options.executable ?? pluginExecutable, options.args ?? [], {
    cwd: scratch.path,
    env: bareEnvironment(scratch, options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = exitOf(child);
  scope.after(async () => {
    child.kill('SIGKILL');
    // A test that did not care how it ended need not fail for it.
    await exited.catch(() => {});
  });
  return {
    pid: child.pid ?? Number.NaN,
    scratch,
    stdout: captureOutput(child.stdout),
    stderr: captureOutput(child.stderr),
    waitForExit: () => within(exited, 20_000, 'the plugin did not end'),
    signal: (name) => void child.kill(name),
  };
}

/** What a command printed, and how it ended. */
export interface FinishedCommand extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the executable until it ends by itself. */
export async function runPlugin(
  scope: TestScope,
  options: PluginProcessOptions = {},
): Promise<FinishedCommand> {
  const plugin = startPluginProcess(scope, options);
  const exit = await plugin.waitForExit();
  return { ...exit, stdout: plugin.stdout.text(), stderr: plugin.stderr.text() };
}

/** @throws Error with `problem` when the promise takes longer than that */
export async function within<T>(promise: Promise<T>, timeoutMs: number, problem: string): Promise<T> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => reject(new Error(`${problem} (waited ${timeoutMs} ms)`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timeout);
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  exited.catch(() => {});
  return exited;
}
