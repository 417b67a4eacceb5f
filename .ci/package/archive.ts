import { readFileSync } from 'node:fs';
import { type Zippable, zipSync } from 'fflate';

/** A file to be put into an archive. */
export interface ArchiveFile {
  /** Path in the archive, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly executable: boolean;
}

/** What zip archives call the system whose file modes they have. */
const unix = 3;
const regularFile = 0o100000;

/**
 * Packs files into a zip archive: the same contents, names and date give the same bytes on any machine, since fflate is
 * plain JavaScript.
 *
 * @throws Error where local time is not UTC: zip archives have no time zone
 */
export function zipFiles(files: readonly ArchiveFile[], date: Date): Uint8Array {
  if (date.getTimezoneOffset() !== 0) throw new Error('archives can only be made with TZ=UTC');
  const sorted = files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const entries: Zippable = {};
  for (const { name, path, executable } of sorted) {
    // The mode is in the upper half; the shift may make it negative.
    const attrs = ((regularFile | (executable ? 0o755 : 0o644)) << 16) >>> 0;
    entries[name] = [readFileSync(path), { os: unix, attrs, mtime: date, level: 9 }];
  }
  return zipSync(entries);
}
