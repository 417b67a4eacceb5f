import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { findExecutable, type TerraformHost } from '../support/terraform/host.ts';
import { makeMuslLibraries, muslLoader, skipWithoutMusl } from './musl-libraries.ts';
import { skipWithout } from './required-program.ts';

/** A root directory with musl, BusyBox and a host, but no loader of glibc: much like Alpine Linux. */
export interface MuslSystem {
  /** The host, run inside. It sees the real directory for temporary files. */
  readonly host: TerraformHost;
  /** What `apk add libstdc++` does. */
  addLibstdcxx(): void;
}

/** Reason to skip a test that needs such a system; `false` where it can be made. */
export function skipWithoutMuslSystem(): string | false {
  return skipWithoutMusl() || skipWithout('busybox') || skipWithout('unshare') || whyNoOtherRoot();
}

/** User namespaces may be forbidden, and BusyBox may be one that needs glibc. */
function whyNoOtherRoot(): string | false {
  const root = makeRoot();
  try {
    const { status, stderr } = spawnSync(writeEntry(root, '/bin/sh'), ['-c', 'exit 0'], {
      cwd: tmpdir(),
      encoding: 'utf8',
    });
    return status === 0 ? false : `no program can be run in another root directory: ${stderr.trim()}`;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Makes a system that lacks libstdc++; it is gone at the end of the scope. */
export function makeMuslSystem(scope: TestScope, host: TerraformHost): MuslSystem {
  const root = makeRoot();
  scope.after(() => rmSync(root, { recursive: true }));
  copyFileSync(host.path, join(root, 'bin', host.name));
  return {
    host: { ...host, path: writeEntry(root, `/bin/${host.name}`) },
    addLibstdcxx() {
      const libraries = makeMuslLibraries(scope);
      for (const name of ['libstdc++.so.6', 'libgcc_s.so.1', 'ld-linux-x86-64.so.2']) {
        copyFileSync(join(libraries, name), join(root, 'usr/lib', name));
      }
    },
  };
}

function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'musl-system-'));
  for (const folder of ['bin', 'lib', 'usr/lib', 'proc', 'dev', tmpdir()]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync(findExecutable('busybox') ?? '', join(root, 'bin/busybox'));
  symlinkSync('busybox', join(root, 'bin/sh'));
  copyFileSync(muslLoader, join(root, muslLoader));
  return root;
}

/** Writes scripts that become a program of the system, in the same directory as outside. */
function writeEntry(root: string, program: string): string {
  const mounts = ['/proc', '/dev', tmpdir()].map((folder) => `mount --rbind ${folder} ${root}${folder}`);
  const enter = `exec ${root}/bin/busybox chroot ${root} /bin/sh /start "$@"`;
  const scripts = {
    enter: `exec unshare --map-root-user --mount /bin/sh ${root}/mount "$PWD" "$@"`,
    mount: [...mounts, enter].join(' && '),
    start: `cd "$1" && shift && exec ${program} "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(root, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return join(root, 'enter');
}
