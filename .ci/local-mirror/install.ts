import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Build } from './inspect-build.ts';
import type { Places } from './places.ts';

/** What was in a build's place before it. */
export type Predecessor = 'none' | 'same build' | 'other build';

/** Starts the name of a file that is about to be installed. */
export const unfinishedPrefix = '.terraform-provider-ecr-';

/**
 * Puts a build in its place. Whatever runs the file that was there goes on to do so.
 *
 * @throws Error when a directory or file can't be written
 */
export function install(build: Build, places: Places): Predecessor {
  const target = places.executable(build.version);
  const predecessor = predecessorOf(build, target);
  mkdirSync(dirname(target), { recursive: true });
  // A file beside the executable would be part of the package, and so of its checksum; one level up hosts ignore it.
  const unfinished = join(dirname(dirname(target)), `${unfinishedPrefix}${process.pid}`);
  try {
    copyFileSync(build.file, unfinished);
    chmodSync(unfinished, 0o755);
    // A file that is being executed can't be written to, but its name can be given to another.
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return predecessor;
}

function predecessorOf(build: Build, target: string): Predecessor {
  if (!existsSync(target)) return 'none';
  const same = statSync(target).size === build.bytes && readFileSync(target).equals(readFileSync(build.file));
  return same ? 'same build' : 'other build';
}
