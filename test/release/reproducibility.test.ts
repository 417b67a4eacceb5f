import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import { repositoryRoot } from '../../.ci/package/lock-file.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { archivePath, releaseFolder, releasePrefix } from './release-archive.ts';

/** The one that we sign ourselves. */
const platform = 'darwin_amd64';

/** Large, and only read as a whole. */
const linked = ['.ci/native/node_modules', '.ci/native/every-platform/node_modules'];

/** Copies the sources and what is installed, below `dist` so that git finds the same commit. */
function makeOtherCheckout(scope: TestScope): string {
  const folder = mkdtempSync(join(repositoryRoot, 'dist', 'elsewhere-'));
  scope.after(() => rmSync(folder, { recursive: true }));
  const checkout = join(folder, 'a path', 'with', 'another length');
  const left = new Set(['dist', '.git', ...linked].map((name) => join(repositoryRoot, name)));
  for (const name of [
    '.ci',
    'src',
    'node_modules',
    'package.json',
    'package-lock.json',
    'LICENSE',
    'tsconfig.json',
  ]) {
    cpSync(join(repositoryRoot, name), join(checkout, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !left.has(path),
    });
  }
  for (const name of linked) symlinkSync(join(repositoryRoot, name), join(checkout, name));
  mkdirSync(join(folder, 'tmp'));
  return checkout;
}

/** Packages there, with another time zone, language, umask and directory for temporary files. */
function packageElsewhere(checkout: string): string {
  const command = [process.execPath, '--import', 'tsx', '.ci/package/main.ts', '--platform', platform];
  execFileSync('sh', ['-c', 'umask 077 && exec "$@"', 'sh', ...command], {
    cwd: checkout,
    env: {
      ...process.env,
      GPG_FINGERPRINT: '',
      TZ: 'Asia/Kathmandu',
      LC_ALL: 'tr_TR.UTF-8',
      TMPDIR: join(checkout, '../../../tmp'),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(checkout, 'dist', 'release');
}

it('the same sources give the same bytes elsewhere', (t) => {
  const elsewhere = packageElsewhere(makeOtherCheckout(t));
  const names = [basename(archivePath(platform)), `${releasePrefix}_sbom.cdx.json`];
  const hashesIn = (folder: string) =>
    names.map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}  ${name}`,
    );
  assert.deepEqual(hashesIn(elsewhere), hashesIn(releaseFolder));
});
