import assert from 'node:assert/strict';
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { linuxLauncher } from '../../.ci/package/linux-launcher.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { skipWithout } from './required-program.ts';

const glibcLoader = { x64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' } as const;
const muslLoader = { x64: '/lib/ld-musl-x86_64.so.1', arm64: '/lib/ld-musl-aarch64.so.1' } as const;
const libstdcxx = '/usr/lib/libstdc++.so.6';
type Architecture = keyof typeof glibcLoader;

interface System {
  /** Empty files below the system's root. */
  readonly files?: readonly string[];
  /** Others, with their contents. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

/** A package on a made-up system, with builds that only say which one they are. */
function installPackage(scope: TestScope, system: System, architecture: Architecture = 'x64') {
  const scratch = makeScratchDirectory(scope).path;
  const root = join(scratch, 'root');
  const folder = join(scratch, 'a package');
  const launcher = join(folder, 'terraform-provider-ecr_v0.1.0');
  const empty = Object.fromEntries((system.files ?? []).map((file) => [file, '']));
  for (const [file, text] of Object.entries({ ...empty, ...system.texts })) write(join(root, file), text);
  for (const [file, target] of Object.entries(system.links ?? {})) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    symlinkSync(join(root, target), join(root, file));
  }
  for (const libc of ['glibc', 'musl']) {
    write(join(folder, libc, 'terraform-provider-ecr'), `#!/bin/sh\nprintf '%s\\n' ${libc} $$ "$@"\n`);
  }
  write(launcher, linuxLauncher(architecture, root));
  return { scratch, root, folder, launcher };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
}

/** What a command printed on stdout, line by line, without a `PATH` to find anything on. */
function run(command: string, args: readonly string[] = [], options: SpawnSyncOptions = {}) {
  const { pid, status, stdout, stderr } = spawnSync(command, args, { env: {}, ...options, encoding: 'utf8' });
  return { pid, status, stderr, lines: stdout.trimEnd().split('\n') };
}

const glibc = 'glibc';
const musl = 'musl';
const problem = (text: string) => `terraform-provider-ecr can't start: ${text}`;
const missingLibrary = problem('libstdc++ is missing. On Alpine Linux: apk add libstdc++');

function systemsOf(architecture: Architecture) {
  const [withGlibc, withMusl] = [glibcLoader[architecture], muslLoader[architecture]];
  const searchPath = withMusl.replace('/lib/', '/etc/').replace('.so.1', '.path');
  return [
    { name: 'glibc', files: [withGlibc], expected: glibc },
    { name: 'glibc, and musl beside it', files: [withGlibc, withMusl, libstdcxx], expected: glibc },
    { name: 'musl', files: [withMusl, libstdcxx], expected: musl },
    { name: 'musl, libstdc++ in /lib', files: [withMusl, '/lib/libstdc++.so.6'], expected: musl },
    {
      name: 'musl with gcompat',
      files: [withMusl, libstdcxx, withGlibc, '/lib/libgcompat.so.0'],
      expected: musl,
    },
    {
      name: 'musl under the name of glibc',
      files: [withMusl, libstdcxx],
      links: { [withGlibc]: withMusl },
      expected: musl,
    },
    { name: 'musl without libstdc++', files: [withMusl], expected: missingLibrary },
    {
      name: 'musl with gcompat, without libstdc++',
      files: [withMusl, withGlibc, '/lib/libgcompat.so.0'],
      expected: missingLibrary,
    },
    {
      name: 'musl with a search path that does not lead to libstdc++',
      files: [withMusl, libstdcxx],
      texts: { [searchPath]: '/nowhere\n/*\n' },
      expected: missingLibrary,
    },
    {
      name: 'musl with the library of another version',
      files: [withMusl, '/usr/lib/libstdc++.so.5'],
      expected: missingLibrary,
    },
  ];
}

const shells = [
  { name: 'sh', command: 'sh', args: [] },
  { name: 'dash', command: 'dash', args: [] },
  { name: 'busybox', command: 'busybox', args: ['sh'] },
  { name: 'bash', command: 'bash', args: ['--posix'] },
];

for (const { name: shell, command, args } of shells) {
  describe(`the launcher, run by ${shell}`, { skip: skipWithout(command) }, () => {
    const inShell = (launcher: string, more: readonly string[] = [], options: SpawnSyncOptions = {}) =>
      run(command, [...args, launcher, ...more], { env: { PATH: process.env.PATH }, ...options });

    for (const architecture of ['x64', 'arm64'] as const) {
      for (const { name, expected, ...system } of systemsOf(architecture)) {
        it(`on ${architecture} with ${name}: ${expected}`, (t) => {
          const { launcher } = installPackage(t, system, architecture);
          const { lines, stderr } = inShell(launcher);
          assert.deepEqual([lines[0], stderr], [expected, '']);
        });
      }

      it(`on ${architecture} with neither: a line that names what it looked for`, (t) => {
        const { launcher, root } = installPackage(t, { files: ['/bin/sh'] }, architecture);
        const loaders = `glibc (${root}${glibcLoader[architecture]}) nor musl (${root}${muslLoader[architecture]})`;
        assert.deepEqual(inShell(launcher).lines, [
          problem(`this system has the loader of neither ${loaders}.`),
        ]);
      });
    }

    it('finds libstdc++ on the search path of musl, in lines or with colons, also without a last newline', (t) => {
      for (const lines of ['/nowhere\n/opt/lib\n', '/nowhere:/opt/lib', '/opt/lib']) {
        const system = { files: [muslLoader.x64] };
        const { launcher, root } = installPackage(t, system);
        write(join(root, '/opt/lib/libstdc++.so.6'), '');
        write(join(root, '/etc/ld-musl-x86_64.path'), lines.replaceAll('/opt', `${root}/opt`));
        assert.equal(inShell(launcher).lines[0], musl, JSON.stringify(lines));
      }
    });

    it('finds libstdc++ on LD_LIBRARY_PATH', (t) => {
      const { launcher, scratch } = installPackage(t, { files: [muslLoader.x64] });
      write(join(scratch, 'my libraries', 'libstdc++.so.6'), '');
      const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: `/nowhere:${scratch}/my libraries` };
      assert.equal(inShell(launcher, [], { env }).lines[0], musl);
    });

    it('ends with exit code 1 when it can not start anything', (t) => {
      const { launcher } = installPackage(t, {});
      assert.equal(inShell(launcher).status, 1);
    });

    it('becomes the build, with all arguments as they are', (t) => {
      const { launcher } = installPackage(t, { files: [muslLoader.x64, libstdcxx] });
      const args = ['--debug', 'two words', '', '*', '"\'$HOME'];
      const { lines, pid } = inShell(launcher, args);
      assert.deepEqual(lines, [musl, String(pid), ...args]);
    });
  });
}

const onGlibc = { files: [glibcLoader.x64] };

describe('the launcher finds the builds beside it', () => {
  it('when called by its whole path, with blanks in it', (t) => {
    const { launcher } = installPackage(t, onGlibc);
    assert.equal(run(launcher, [], { cwd: '/' }).lines[0], glibc);
  });

  const relativePaths = ['./terraform-provider-ecr_v0.1.0', '../a package/terraform-provider-ecr_v0.1.0'];
  for (const path of relativePaths) {
    it(`when called as ${path}`, (t) => {
      const { folder } = installPackage(t, onGlibc);
      assert.equal(run(path, [], { cwd: folder }).lines[0], glibc);
    });
  }

  it('when called from the folder above', (t) => {
    const { folder, scratch } = installPackage(t, onGlibc);
    const path = join(basename(folder), 'terraform-provider-ecr_v0.1.0');
    assert.equal(run(path, [], { cwd: scratch }).lines[0], glibc);
  });

  it('when a shell is given its bare name', (t) => {
    const { folder } = installPackage(t, onGlibc);
    assert.equal(run('/bin/sh', ['terraform-provider-ecr_v0.1.0'], { cwd: folder }).lines[0], glibc);
  });

  it('when the package is a link, as in .terraform/providers', (t) => {
    const { folder, scratch } = installPackage(t, onGlibc);
    symlinkSync(folder, join(scratch, 'linux_amd64'));
    assert.equal(run(join(scratch, 'linux_amd64', 'terraform-provider-ecr_v0.1.0')).lines[0], glibc);
  });

  it('when it is on PATH', (t) => {
    const { folder } = installPackage(t, onGlibc);
    assert.equal(run('terraform-provider-ecr_v0.1.0', [], { env: { PATH: folder } }).lines[0], glibc);
  });
});
