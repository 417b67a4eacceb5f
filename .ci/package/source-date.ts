import { askGit } from '../source-commit.ts';
import { ReleaseError } from './release-error.ts';

/**
 * The date that everything in a release has: `SOURCE_DATE_EPOCH`, else that of the commit. Undefined for sources from
 * an archive that is no git repository.
 *
 * @throws ReleaseError when `SOURCE_DATE_EPOCH` is no number of seconds that a zip archive can tell
 */
export function sourceDate(env: NodeJS.ProcessEnv): Date | undefined {
  const seconds = env.SOURCE_DATE_EPOCH || commitSeconds();
  if (seconds === undefined) return undefined;
  const date = new Date(Number(seconds) * 1000);
  if (/^\d+$/.test(seconds) && date >= oldestZipDate && date < tooLateForZip) return date;
  throw new ReleaseError(
    `SOURCE_DATE_EPOCH is ${JSON.stringify(seconds)}, which is no time from 1980 to 2099 in seconds.`,
  );
}

/** The oldest that a zip archive can tell; it stands for an unknown one. */
export const oldestZipDate: Date = new Date('1980-01-01T00:00:00Z');

const tooLateForZip = new Date('2100-01-01T00:00:00Z');

function commitSeconds(): string | undefined {
  return askGit('log', '-1', '--no-show-signature', '--format=%ct');
}
