import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';
import type { BundledPackage } from './bundled-packages.ts';

const rule = `${'='.repeat(100)}\n`;

/**
 * The text that tells whose work the executables hold, with the licenses as their packages have them: each text once,
 * below the packages that it is for.
 *
 * @throws Error for a package whose license asks for a text that can't be found
 */
export function thirdPartyNotices(packages: readonly BundledPackage[], bunVersion: string): string {
  const packagesOf = new Map<string, string[]>();
  for (const bundled of packages) {
    const names = packagesOf.get(noticeOf(bundled)) ?? [];
    packagesOf.set(noticeOf(bundled), [...names, `${bundled.name} ${bundled.version} (${bundled.license})`]);
  }
  const sections = Array.from(packagesOf, ([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  const bun = readFileSync(join(import.meta.dirname, 'bun-notice.txt'), 'utf8');
  const introduction =
    'terraform-provider-ecr is under the license in LICENSE. Its executables hold the following.\n';
  const ofBun = [bun.replaceAll('BUN_VERSION', bunVersion), ...copyleftLicenses.map(licenseText)];
  return [introduction, ...ofBun, ...sections].join(`\n${rule}\n`);
}

/** Of libraries in Bun. They ask for their whole text, which Bun's packages do not have. */
const copyleftLicenses = ['LGPL-2.0-only', 'LGPL-2.1-only'] as const;

function licenseText(id: (typeof copyleftLicenses)[number]): string {
  const file = join(repositoryRoot, 'node_modules', 'spdx-license-list', 'licenses', `${id}.json`);
  const license = JSON.parse(readFileSync(file, 'utf8')) as { name: string; licenseText: string };
  return `${license.name}\n\n${license.licenseText.trim()}\n`;
}

function noticeOf(bundled: BundledPackage): string {
  const directory = join(repositoryRoot, bundled.location);
  const names = readdirSync(directory).filter((name) => /^(licen[cs]e|notice|copying|copyright)/i.test(name));
  const texts =
    names.length > 0 ? names.sort().map((name) => read(join(directory, name))) : headersOf(bundled);
  if (texts.length > 0) return texts.join('\n\n');
  if (bundled.license === 'Apache-2.0') return 'The text of Apache-2.0 is in LICENSE.';
  throw new Error(`${bundled.location} has no text of its license, ${bundled.license}`);
}

/** What stands above the code of the package's files: some packages have their license nowhere else. */
function headersOf({ files }: BundledPackage): string[] {
  const headers = files.map((file) => /^(?:\/\/.*\n)+/.exec(read(join(repositoryRoot, file)))?.[0] ?? '');
  const notices = headers.filter((header) => /copyright/i.test(header));
  return [...new Set(notices)].sort().map((header) => header.replaceAll(/^\/\/ ?/gm, '').trimEnd());
}

function read(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trimEnd();
}
