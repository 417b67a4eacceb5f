import { spawnSync } from 'node:child_process';

/** The commit that the sources are at, for `--version`; with `-dirty` when they differ from it. */
export function sourceCommit(): string {
  const commit = git('rev-parse', 'HEAD');
  if (commit === undefined) return 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-dirty`;
}

/** Undefined where there is no git, or no repository: the sources may come from an archive. */
function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
