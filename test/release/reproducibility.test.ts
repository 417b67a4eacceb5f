import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { archivePath, releaseFolder, releasePrefix } from './release-archive.ts';

/** The one that we sign ourselves. */
const platform = 'darwin_amd64';

/** Large, and only read as a whole. */
const linked = ['.ci/native/node_modules', '.ci/native/every-platform/node_modules'];

/** Another clone at the same commit, with the same changes to it if there are any, and with what is installed. */
function makeOtherCheckout(scope: TestScope): string {
  const folder = mkdtempSync(join(repositoryRoot, 'dist', 'elsewhere-'));
  scope.after(() => rmSync(folder, { recursive: true }));
  const checkout = join(folder, 'a path', 'with', 'another length');
  execFileSync('git', ['clone', '--quiet', repositoryRoot, checkout]);
  const changed = execFileSync('git', ['diff', '--name-only', '-z', 'HEAD'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  for (const name of ['node_modules', ...changed.split('\0').filter(Boolean)]) {
    cpSync(join(repositoryRoot, name), join(checkout, name), { recursive: true, verbatimSymlinks: true });
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
