import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryRoot } from '../support/plugin-process/executable.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { findExecutable } from '../support/terraform/host.ts';
import type { Build } from './figure.ts';

/**
 * Copies both builds aside, so that another build in the meantime does no harm.
 *
 * @throws Error when one is not there
 */
export function copyBuilds(scope: TestScope): Readonly<Record<Build, string>> {
  const { path } = makeScratchDirectory(scope);
  const copy = (build: Build, source: string) => {
    const from = join(repositoryRoot, source);
    if (!existsSync(from)) throw new Error(`${source} is not there: npm run prebench makes it`);
    const to = join(path, build);
    copyFileSync(from, to);
    chmodSync(to, 0o755);
    return to;
  };
  return {
    native: copy('native', 'dist/native/terraform-provider-ecr'),
    bundle: copy('bundle', 'dist/terraform-provider-ecr'),
  };
}

/** The AWS CLI itself: a shim of pyenv's in front of it takes time that is not the CLI's. */
export function findAws(): string | undefined {
  const found = findExecutable('aws');
  if (found === undefined || !found.includes(`${sep}shims${sep}`)) return found;
  try {
    return execFileSync('pyenv', ['which', 'aws'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return found;
  }
}
