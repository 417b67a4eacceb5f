import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { signalGroup, waitForEmptyGroup } from './process-group.ts';

/** What a command did. */
export interface CommandResult {
  /** As typed, e.g. `terraform plan -out=plan`. */
  readonly commandLine: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** The host's own log, if one was asked for. */
  readonly logPath?: string;
}

/** A command under way, in a process group of its own. */
export interface RunningCommand {
  readonly pid: number;
  /** Id of the process group; also holds the plugins. */
  readonly group: number;
  /** What it has written to both outputs so far. */
  output(): string;
  /**
   * Waits until the output matches, also if it did before.
   *
   * @throws Error when the command ends, or `timeoutMs` pass, without a match
   */
  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Settles when the command itself has ended; plugins may outlive it. */
  readonly ended: Promise<CommandResult>;
}

export interface CommandSpec {
  readonly executable: string;
  /** For messages. */
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly logPath?: string;
  /** After it, all of the group is killed and `ended` rejects. */
  readonly timeoutMs: number;
}

/** How long a plugin may outlive a command that ended normally: hosts wait for theirs, so not at all. */
const orphanGraceMs = 500;

/** Starts a command; whoever starts it has to see to its end. */
export function startCommand(spec: CommandSpec): RunningCommand {
  const startedAtMs = performance.now();
  const commandLine = [spec.name, ...spec.args].join(' ');
  const child = spawn(spec.executable, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid;
  if (group === undefined) throw new Error(`${spec.executable} can't be started`);
  const text = { stdout: '', stderr: '' };
  const output = () => text.stdout + text.stderr;
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      child.emit('output');
    });
  }
  const over = new AbortController();
  const ended = new Promise<CommandResult>((resolve, reject) => {
    const impatience = setTimeout(() => {
      signalGroup(group, 'SIGKILL');
      reject(new Error(`${commandLine} took more than ${spec.timeoutMs} ms\n${text.stdout}${text.stderr}`));
    }, spec.timeoutMs);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      over.abort();
      clearTimeout(impatience);
      const log = spec.logPath === undefined ? {} : { logPath: spec.logPath };
      resolve({
        commandLine,
        exitCode,
        signal,
        ...text,
        durationMs: performance.now() - startedAtMs,
        ...log,
      });
    });
  });
  const waitForOutput = async (pattern: RegExp, timeoutMs = 30_000) => {
    const impatience = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([impatience, over.signal]);
    for (;;) {
      const match = pattern.exec(output());
      if (match) return match;
      const why = over.signal.aborted ? 'ended' : `took ${timeoutMs} ms`;
      if (stop.aborted)
        throw new Error(`${commandLine} ${why} without ${pattern} in its output:\n${output()}`);
      await once(child, 'output', { signal: stop }).catch(() => {});
    }
  };
  return { pid: group, group, ended, output, waitForOutput };
}

/**
 * Runs a command to its end, whatever its exit code.
 *
 * @throws Error when it takes too long, or leaves a process behind (which is killed)
 */
export async function runCommand(spec: CommandSpec): Promise<CommandResult> {
  const command = startCommand(spec);
  const result = await command.ended;
  const orphans = await waitForEmptyGroup(command.group, orphanGraceMs);
  if (orphans.length === 0) return result;
  signalGroup(command.group, 'SIGKILL');
  const list = orphans.map(({ pid, command }) => `${pid} ${command}`).join('\n');
  throw new Error(`${result.commandLine} left processes behind (group ${command.group}):\n${list}`);
}

/**
 * Passes on the result of a command that ended well.
 *
 * @throws Error with all it printed, otherwise
 */
export function mustSucceed(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  const end = result.signal === null ? `exit code ${result.exitCode}` : `signal ${result.signal}`;
  throw new Error(`${result.commandLine} failed with ${end}\n${result.stdout}${result.stderr}`);
}
