import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { repositoryRoot } from '../repository-root.ts';
import { sourceCommit } from '../source-commit.ts';
import { findBundle } from './bundled-packages.ts';
import { readLockFile } from './lock-file.ts';
import { makeArchives } from './make-archives.ts';
import { ReleaseError } from './release-error.ts';
import type { ReleasePlatform } from './release-platforms.ts';
import { signFile } from './sign-checksums.ts';
import { runtimeVersion, softwareBill } from './software-bill.ts';
import { oldestZipDate } from './source-date.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

/** Where a release is made. */
export const releaseFolder: string = join(repositoryRoot, 'dist', 'release');

export interface ReleaseOptions {
  readonly platforms: readonly ReleasePlatform[];
  readonly signingKey?: string;
  /** Of the sources, as in `--version`. */
  readonly commit: string;
  /** Of everything in it, so that the same sources give the same bytes. */
  readonly date: Date | undefined;
}

/** A file that was made. */
export interface ReleaseFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * Makes all files of a release, in a folder that is emptied first. On failure the folder is gone, so that nobody takes
 * half of a release, or one without its signature, for the whole.
 *
 * @returns the files, in the order of their names
 */
export async function makeRelease(options: ReleaseOptions): Promise<readonly ReleaseFile[]> {
  rmSync(releaseFolder, { recursive: true, force: true });
  mkdirSync(releaseFolder, { recursive: true });
  try {
    return await makeFiles(options);
  } catch (error) {
    rmSync(releaseFolder, { recursive: true, force: true });
    throw error;
  }
}

async function makeFiles({
  platforms,
  signingKey,
  commit,
  date,
}: ReleaseOptions): Promise<readonly ReleaseFile[]> {
  const { name, version, license } = packageJson;
  const prefix = `${name}_${version}`;
  const bundle = await findBundle();
  const runtimes = readLockFile('.ci/native/every-platform');
  const texts = {
    [`${prefix}_manifest.json`]: `${JSON.stringify({ version: 1, metadata: { protocol_versions: ['6.0'] } })}\n`,
    [`${prefix}_sbom.cdx.json`]: softwareBill({ name, version, license, date, bundle, runtimes }),
  };
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(releaseFolder, file), text);

  const archives = platforms.map((platform) => `${prefix}_${platform.name}.zip`);
  const orders = platforms.map((platform, index) => {
    return { platform, path: join(releaseFolder, archives[index] ?? '') };
  });
  await withWorkFolder(async (folder) => {
    const notices = thirdPartyNotices(bundle.packages, runtimeVersion(runtimes));
    writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);
    copyFileSync(join(repositoryRoot, 'LICENSE'), join(folder, 'LICENSE'));
    await makeArchives(orders, folder, date ?? oldestZipDate);
  });

  const files = [...archives, ...Object.keys(texts)].sort().map(describeFile);
  const checksums = `${prefix}_SHA256SUMS`;
  const lines = files.map((file) => `${file.sha256}  ${file.name}\n`);
  writeFileSync(join(releaseFolder, checksums), lines.join(''));
  if (sourceCommit() !== commit) throw new ReleaseError('The sources were changed while they were packaged.');
  if (signingKey === undefined) return [...files, describeFile(checksums)];
  signFile(join(releaseFolder, checksums), signingKey);
  return [...files, describeFile(checksums), describeFile(`${checksums}.sig`)];
}

async function withWorkFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeFile(name: string): ReleaseFile {
  const content = readFileSync(join(releaseFolder, name));
  return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
