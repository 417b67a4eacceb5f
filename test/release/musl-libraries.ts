import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { skipWithout } from './required-program.ts';

/** The loader that programs for musl are started with. */
export const muslLoader = '/lib/ld-musl-x86_64.so.1';

/**
 * Reason to skip a test that runs a program for musl, `false` where it can run: on x64, with Debian's package `musl`
 * (or on a system of musl's own) and a C compiler.
 *
 * @throws Error under `CI=true` when something is missing that can be installed
 */
export function skipWithoutMusl(env: NodeJS.ProcessEnv = process.env): string | false {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'musl is tested on Linux on x64 alone';
  const reason = existsSync(muslLoader) ? skipWithout('gcc', env) : `musl is not installed (${muslLoader})`;
  if (reason !== false && env.CI === 'true') throw new Error(reason);
  return reason;
}

/**
 * Makes a folder with the libraries that Bun's runtime for musl needs besides musl. libstdc++ is the one of this
 * machine, which is for glibc, with a stand-in for what it misses.
 *
 * @returns the folder's path, for `LD_LIBRARY_PATH`
 */
export function makeMuslLibraries(scope: TestScope): string {
  const folder = makeScratchDirectory(scope).path;
  for (const library of ['libstdc++.so.6', 'libgcc_s.so.1']) {
    symlinkSync(findLibrary(library), join(folder, library));
  }
  const source = join(import.meta.dirname, 'musl-stand-in.c');
  const target = join(folder, 'ld-linux-x86-64.so.2');
  execFileSync('gcc', ['-shared', '-fPIC', '-nostdlib', '-O1', '-Wall', '-Werror', '-o', target, source]);
  return folder;
}

function findLibrary(name: string): string {
  const found = execFileSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();
  if (existsSync(found)) return found;
  throw new Error(`${name} is not installed`);
}
