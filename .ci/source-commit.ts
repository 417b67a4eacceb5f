import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { repositoryRoot } from './repository-root.ts';

const root = realpathSync(repositoryRoot);

/** The commit that the sources are at, for `--version`; with `-dirty` when they differ from it. */
export function sourceCommit(): string {
  const commit = askGit('rev-parse', 'HEAD');
  if (commit === undefined) return 'unknown';
  return askGit('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-dirty`;
}

/**
 * What git says of the repository of these sources. Undefined where there is no git, or where they come from an
 * archive, even one that was unpacked inside another repository.
 */
export function askGit(...args: string[]): string | undefined {
  const topLevel = run(['rev-parse', '--show-toplevel']);
  return topLevel !== undefined && realpathSync(topLevel) === root ? run(args) : undefined;
}

function run(args: readonly string[]): string | undefined {
  // A hook of another repository may have started us, with its own in the environment.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const { status, stdout } = spawnSync('git', args, {
    cwd: root,
    env: Object.fromEntries(own),
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
