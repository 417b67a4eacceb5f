import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unfinishedPrefix } from './install.ts';
import type { Places } from './places.ts';

/** What an uninstallation did, as absolute paths. */
export interface Removal {
  /** The directories of this machine's builds, one a version. */
  readonly removed: readonly string[];
  /** What else is there for the provider and was not put there by an installation: zips, other platforms. */
  readonly left: readonly string[];
}

/**
 * Removes the provider's builds for this machine, and the directories that are empty then.
 *
 * @throws Error when something can't be removed
 */
export function uninstall(places: Places): Removal {
  if (!existsSync(places.provider)) return { removed: [], left: [] };
  const versions = readdirSync(places.provider, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(places.provider, name));
  const removed = versions.map((version) => join(version, places.osArch)).filter((path) => existsSync(path));
  const unfinished = versions.flatMap((version) =>
    readdirSync(version)
      .filter((name) => name.startsWith(unfinishedPrefix))
      .map((name) => join(version, name)),
  );
  for (const path of [...removed, ...unfinished]) rmSync(path, { recursive: true });
  for (const version of versions) removeWhileEmpty(version, places.plugins);
  return { removed, left: remainsOf(places.provider) };
}

/** Removes an empty directory, then its parent if that made it empty, and so on below `top`. */
function removeWhileEmpty(directory: string, top: string): void {
  for (let path = directory; path !== top && readdirSync(path).length === 0; path = dirname(path)) {
    rmdirSync(path);
  }
}

function remainsOf(provider: string): string[] {
  return existsSync(provider) ? readdirSync(provider).map((name) => join(provider, name)) : [];
}
