import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import { signMachO } from '../../.ci/sign-mach-o.ts';
import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import { type PlatformName, pluginName, readArchive } from './release-archive.ts';

function readMember(platform: PlatformName, member = pluginName(platform)): Buffer {
  return readArchive(platform).find(({ name }) => name === member)?.bytes ?? assert.fail(`no ${member}`);
}

const linux = [
  { platform: 'linux_amd64', libc: 'glibc', machine: 'x64', loader: '/lib64/ld-linux-x86-64.so.2' },
  { platform: 'linux_amd64', libc: 'musl', machine: 'x64', loader: '/lib/ld-musl-x86_64.so.1' },
  { platform: 'linux_arm64', libc: 'glibc', machine: 'arm64', loader: '/lib/ld-linux-aarch64.so.1' },
  { platform: 'linux_arm64', libc: 'musl', machine: 'arm64', loader: '/lib/ld-musl-aarch64.so.1' },
] as const;

describe('an executable for Linux', () => {
  for (const { platform, libc, machine, loader } of linux) {
    it(`(${platform}, ${libc}) is for that machine and that C library`, () => {
      const elf = readElf(readMember(platform, `${libc}/terraform-provider-ecr`));
      assert.deepEqual({ machine: elf.machine, loader: elf.interpreter }, { machine, loader });
    });
  }

  for (const { platform } of linux.filter(({ libc }) => libc === 'glibc')) {
    it(`(${platform}) needs the glibc that the docs name`, () => {
      const { neededVersions } = readElf(readMember(platform, 'glibc/terraform-provider-ecr'));
      const minors = neededVersions.map((name) => Number(/^GLIBC_2\.(\d+)/.exec(name)?.[1] ?? Number.NaN));
      const documented = /glibc 2\.(\d+) or later/.exec(readText('docs/releases.md'))?.[1];
      assert.equal(String(Math.max(...minors)), documented, neededVersions.join());
    });
  }
});

const macs = [
  { platform: 'darwin_amd64', machine: 'x64' },
  { platform: 'darwin_arm64', machine: 'arm64' },
] as const;

describe('an executable for macOS', () => {
  for (const { platform, machine } of macs) {
    it(`(${platform}) is for that machine, with a signature that fits every byte`, () => {
      const file = readMember(platform);
      const { signatureStart, ...rest } = readMachO(file);
      assert.deepEqual(rest, {
        machine,
        adHoc: true,
        signedBytes: signatureStart,
        signatureEnd: file.length,
        changedPages: [],
      });
    });
  }

  it('with a changed byte is found out', () => {
    const file = Buffer.from(readMember('darwin_amd64'));
    file.writeUInt8(file.readUInt8(10_000) ^ 1, 10_000);
    assert.deepEqual(readMachO(file).changedPages, [2]);
  });

  it('for Apple silicon would get the same signature from us as from Bun', () => {
    const file = readMember('darwin_arm64');
    assert.ok(signMachO(file, 'a.out').equals(file));
  });
});

const windows = [
  { platform: 'windows_amd64', machine: 0x8664 },
  { platform: 'windows_arm64', machine: 0xaa64 },
] as const;

describe('an executable for Windows', () => {
  for (const { platform, machine } of windows) {
    it(`(${platform}) is for that machine, and without the signature of Bun's own file`, () => {
      const file = readMember(platform);
      const header = file.readUInt32LE(0x3c);
      assert.equal(file.toString('latin1', 0, 2), 'MZ');
      assert.equal(file.toString('latin1', header, header + 4), 'PE\0\0');
      assert.equal(file.readUInt16LE(header + 4), machine);
      const signature = header + 24 + 112 + 4 * 8;
      assert.equal(file.readBigUInt64LE(signature), 0n);
    });
  }
});

function readText(file: string): string {
  return readFileSync(join(repositoryRoot, file), 'utf8');
}
