import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';

/** A package as `package-lock.json` has it. */
export interface LockedPackage {
  /** Where it is installed, below the lock file's folder: `node_modules/a/node_modules/b`. */
  readonly location: string;
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** SHA-512 of npm's archive, in hexadecimal. */
  readonly sha512: string;
}

type Entry = Readonly<Partial<Record<'version' | 'license' | 'integrity', string>>>;

/**
 * The packages of a lock file, in its order.
 *
 * @param folder - below the repository
 * @throws Error when a package lacks what a release has to say of it
 */
export function readLockFile(folder: string): readonly LockedPackage[] {
  const text = readFileSync(join(repositoryRoot, folder, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Entry>> };
  return Object.entries(packages)
    .filter(([location]) => location !== '')
    .map(([location, entry]) => lockedPackage(location, entry));
}

function lockedPackage(location: string, { version, license, integrity }: Entry): LockedPackage {
  const [, base64] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? [];
  if (!version || !license || !base64) throw new Error(`the lock file does not tell enough of ${location}`);
  const name = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { location, name, version, license, sha512: Buffer.from(base64, 'base64').toString('hex') };
}
