import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type CapturedOutput, captureOutput } from './captured-output.ts';
import { bareEnvironment, type Environment, terraformEnvironment } from './host-environment.ts';
import { within } from './plugin-process.ts';
import { makeScratchDirectory, type ScratchDirectory } from './scratch-directory.ts';
import type { TestScope } from './test-scope.ts';

/** How far a host goes before it waits for its end. */
export type MortalHostStage = 'started' | 'handshake' | 'connected' | 'opening';

export interface MortalHostOptions {
  readonly stage: MortalHostStage;
  /** The plugin, or a wrapper that runs it. */
  readonly command: readonly string[];
  readonly env?: Environment;
}

/** A host in a process of its own that started a plugin. */
export interface MortalHost {
  readonly scratch: ScratchDirectory;
  readonly stdout: CapturedOutput;
  /** What plugin and wrapper wrote to file 3. */
  readonly lifeline: CapturedOutput;
  /** Resolves when no process of the plugin's holds file 3 any more. */
  readonly lifelineCut: Promise<void>;
  /** SIGKILL to the host alone, as the system's memory killer does. */
  kill(): void;
}

/** Starts one, and waits for its stage. All of its descendants are killed at the end of the scope. */
export async function startMortalHost(scope: TestScope, options: MortalHostOptions): Promise<MortalHost> {
  const scratch = makeScratchDirectory(scope);
  const script = join(import.meta.dirname, 'mortal-host-main.ts');
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, options.stage, ...options.command],
    {
      cwd: scratch.path,
      env: bareEnvironment(scratch, { ...terraformEnvironment, ...options.env }),
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      // The leader of a group, so that no descendant can outlive the test.
      detached: true,
    },
  );
  const pid = child.pid ?? Number.NaN;
  scope.after(() => killGroup(pid));
  const file3 = child.stdio[3] as Readable;
  const lifelineCut = new Promise<void>((resolve) => file3.once('close', resolve));
  const stdout = captureOutput(child.stdout as Readable);
  const host = { scratch, stdout, lifeline: captureOutput(file3), lifelineCut };
  await stdout.waitFor(options.stage === 'opening' ? /^connected/m : new RegExp(`^${options.stage}`, 'm'));
  return { ...host, kill: () => void child.kill('SIGKILL') };
}

/** Milliseconds from the host's death to the event. */
export async function timeFromDeath(host: MortalHost, event: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  host.kill();
  await within(event, 20_000, 'the plugin outlives its host');
  return performance.now() - startedAt;
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // None of them is left.
  }
}
