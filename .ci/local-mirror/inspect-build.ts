import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** An executable that can be installed. */
export interface Build {
  /** As it was named. */
  readonly file: string;
  readonly bytes: number;
  /** Of the provider: `0.1.0`. */
  readonly version: string;
  /** What it says of itself: `terraform-provider-ecr 0.1.0 (commit 6f5e574, Bun 1.4.5)`. */
  readonly description: string;
}

/**
 * Has an executable say what it is. So nothing gets a place in the mirror that would not start on this machine, nor one
 * under another version than its own.
 *
 * @throws Error when it is missing, does not start, or is not this provider
 */
export function inspectBuild(file: string): Build {
  if (!existsSync(file)) {
    throw new Error(
      `There is no ${file}. "npm run compile" makes dist/native/terraform-provider-ecr, "npm run build" makes dist/terraform-provider-ecr, which needs Node.js.`,
    );
  }
  const { error, stdout, stderr } = spawnSync(resolve(file), ['--version'], {
    encoding: 'utf8',
    timeout: 30_000,
    // A file that asks for input is none of ours.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw new Error(`${file} does not start: ${error.message}`);
  const [description, version] = versionLine.exec(stdout) ?? [];
  if (description === undefined || version === undefined) {
    throw new Error(
      `${file} is no build of this provider. To --version it says: ${stdout}${stderr}`.trimEnd(),
    );
  }
  return { file, bytes: statSync(file).size, version, description };
}

// The version becomes the name of a directory, so it must look like one.
const versionLine = /^terraform-provider-ecr (\d+\.\d+\.\d+(?:[-+][\w.+-]+)?) \(.*\)$/m;
