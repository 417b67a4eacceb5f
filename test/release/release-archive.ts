import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { version } from '../../src/version.ts';
import { readZipMembers, type ZipMember } from '../support/secrets/zip-members.ts';

/** What `npm run package` made. */
export const releaseFolder: string = resolve(import.meta.dirname, '../../dist/release');

/** How the names of its files start. */
export const releasePrefix = `terraform-provider-ecr_${version}`;

/** Every platform of a release, as Terraform names them. */
export const platformNames = [
  'darwin_amd64',
  'darwin_arm64',
  'linux_amd64',
  'linux_arm64',
  'windows_amd64',
  'windows_arm64',
] as const;

export type PlatformName = (typeof platformNames)[number];

/**
 * The platform of this machine.
 *
 * @throws Error when releases are not made for it
 */
export function platformOfThisMachine(): PlatformName {
  const systems: Readonly<Record<string, string>> = { win32: 'windows' };
  const architectures: Readonly<Record<string, string>> = { x64: 'amd64' };
  const system = systems[process.platform] ?? process.platform;
  const wanted = `${system}_${architectures[process.arch] ?? process.arch}`;
  const found = platformNames.find((name) => name === wanted);
  if (found === undefined) throw new Error(`there is no release for ${wanted}`);
  return found;
}

export function archivePath(platform: PlatformName): string {
  return join(releaseFolder, `${releasePrefix}_${platform}.zip`);
}

/** The contents of a platform's archive. */
export function readArchive(platform: PlatformName): readonly ZipMember[] {
  return readZipMembers(readFileSync(archivePath(platform)));
}

/** The file that Terraform starts. */
export function pluginName(platform: PlatformName): string {
  return `terraform-provider-ecr_v${version}${platform.startsWith('windows') ? '.exe' : ''}`;
}

/** Unpacks an archive as Terraform does, and gives back the path of what it starts. */
export function unpackArchive(platform: PlatformName, folder: string): string {
  const attributes = new Map(readAttributes(platform).map(({ name, mode }) => [name, mode]));
  for (const { name, bytes } of readArchive(platform)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes, { mode: (attributes.get(name) ?? 0) & 0o777 });
  }
  return join(folder, pluginName(platform));
}

/** What an archive's directory says of a file. */
export interface ArchiveAttributes {
  readonly name: string;
  /** With the bits for the kind of file, as `stat` has it. */
  readonly mode: number;
  /** 3 is Unix. */
  readonly madeOn: number;
  /** `YYYY-MM-DDTHH:MM:SS`, without a time zone. */
  readonly modified: string;
}

/** Reads the directory at the end of an archive, in its order. */
export function readAttributes(platform: PlatformName): readonly ArchiveAttributes[] {
  const bytes = readFileSync(archivePath(platform));
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const found: ArchiveAttributes[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    found.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      mode: bytes.readUInt16LE(at + 40),
      madeOn: bytes.readUInt8(at + 5),
      modified: dosTime(bytes.readUInt16LE(at + 14), bytes.readUInt16LE(at + 12)),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}

function dosTime(date: number, time: number): string {
  const [year, month, day] = [(date >> 9) + 1980, (date >> 5) & 15, date & 31].map(twoDigits);
  const [hour, minute, second] = [time >> 11, (time >> 5) & 63, (time & 31) * 2].map(twoDigits);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
