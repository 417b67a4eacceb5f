import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { linuxLauncher } from '../../.ci/package/linux-launcher.ts';
import { oldestZipDate, sourceDate } from '../../.ci/package/source-date.ts';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import {
  archivePath,
  type PlatformName,
  platformNames,
  pluginName,
  readArchive,
  readAttributes,
} from './release-archive.ts';

const text = 0o100644;
const program = 0o100755;
const megabyte = 1_000_000;

/** What stands in every archive of a system beside the plugin, and how large the archive may be. */
const systems = {
  darwin: { builds: [], maxBytes: 60 * megabyte },
  linux: {
    builds: ['glibc/terraform-provider-ecr', 'musl/terraform-provider-ecr'],
    maxBytes: 115 * megabyte,
  },
  windows: { builds: [], maxBytes: 60 * megabyte },
} as const;

function systemOf(platform: PlatformName) {
  return systems[platform.split('_')[0] as keyof typeof systems];
}

for (const platform of platformNames) {
  describe(`the archive for ${platform}`, () => {
    const { builds, maxBytes } = systemOf(platform);

    it('has these files and no folders, in the order of their names, with fixed modes', () => {
      assert.deepEqual(
        readAttributes(platform).map(({ name, mode, madeOn }) => ({ name, mode, madeOn })),
        [
          { name: 'LICENSE', mode: text, madeOn: 3 },
          { name: 'THIRD-PARTY-NOTICES.txt', mode: text, madeOn: 3 },
          ...builds.map((name) => ({ name, mode: program, madeOn: 3 })),
          { name: pluginName(platform), mode: program, madeOn: 3 },
        ],
      );
    });

    it("has the commit's date on everything, in UTC", () => {
      const date = sourceDate(process.env) ?? oldestZipDate;
      // Zip archives only know even seconds.
      const even = new Date(Math.floor(date.getTime() / 2000) * 2000).toISOString().slice(0, 19);
      for (const { name, modified } of readAttributes(platform)) assert.equal(modified, even, name);
    });

    it(`is not larger than ${maxBytes / megabyte} MB`, () => {
      const { size } = statSync(archivePath(platform));
      assert.ok(size <= maxBytes, `${size} bytes`);
    });

    it('has the license', () => {
      const license = readArchive(platform).find(({ name }) => name === 'LICENSE');
      assert.deepEqual(license?.bytes, readFileSync(join(repositoryRoot, 'LICENSE')));
    });
  });
}

const launchers = [
  { platform: 'linux_amd64', architecture: 'x64' },
  { platform: 'linux_arm64', architecture: 'arm64' },
] as const;

for (const { platform, architecture } of launchers) {
  it(`what Terraform starts on ${platform} is the launcher`, () => {
    const launcher = readArchive(platform).find(({ name }) => name === pluginName(platform));
    assert.equal(launcher?.bytes.toString(), linuxLauncher(architecture));
  });
}
