/**
 * Makes the archive of one platform. It is a process of its own to use every processor, and because zip archives need
 * TZ=UTC.
 *
 * Arguments: the platform, a folder to work in that has the texts for the archive, the archive's path, and the date in
 * milliseconds.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { compileNative } from '../compile-native.ts';
import { type ArchiveFile, zipFiles } from './archive.ts';
import { linuxLauncher } from './linux-launcher.ts';
import { type Build, releasePlatforms } from './release-platforms.ts';

const [platformName = '', folder = '', archive = '', dateMs = ''] = process.argv.slice(2);
const builds = releasePlatforms.find(({ name }) => name === platformName)?.builds ?? [];
const work = join(folder, platformName);
mkdirSync(work);

/** What registries want the file to be called that Terraform starts. */
const plugin = `${packageJson.name}_v${packageJson.version}`;

const texts = ['LICENSE', 'THIRD-PARTY-NOTICES.txt'].map((name) => {
  return { name, path: join(folder, name), executable: false };
});
const files = [...texts, ...makeLauncher(), ...(await Promise.all(builds.map(compile)))];
writeFileSync(archive, zipFiles(files, new Date(Number(dateMs))));

async function compile({ target, folder }: Build): Promise<ArchiveFile> {
  const topName = target.platform === 'win32' ? `${plugin}.exe` : plugin;
  const name = folder === undefined ? topName : `${folder}/${packageJson.name}`;
  const path = join(work, name);
  await compileNative(target, path);
  return { name, path, executable: true };
}

function makeLauncher(): ArchiveFile[] {
  const [chosenFrom] = builds.filter((build) => build.folder !== undefined);
  if (chosenFrom === undefined) return [];
  const path = join(work, plugin);
  writeFileSync(path, linuxLauncher(chosenFrom.target.architecture));
  return [{ name: plugin, path, executable: true }];
}
