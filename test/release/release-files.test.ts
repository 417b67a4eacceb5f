import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { platformNames, releaseFolder, releasePrefix } from './release-archive.ts';

const withChecksum = [
  ...platformNames.map((platform) => `${releasePrefix}_${platform}.zip`),
  `${releasePrefix}_manifest.json`,
  `${releasePrefix}_sbom.cdx.json`,
].sort();
const checksums = `${releasePrefix}_SHA256SUMS`;

describe('a release', () => {
  it('is these files, and a signature when there is a key', () => {
    const signature = process.env.GPG_FINGERPRINT ? [`${checksums}.sig`] : [];
    assert.deepEqual(readdirSync(releaseFolder).sort(), [checksums, ...signature, ...withChecksum].sort());
  });

  it('has a manifest that names the protocol', () => {
    const manifest: unknown = JSON.parse(
      readFileSync(join(releaseFolder, `${releasePrefix}_manifest.json`), 'utf8'),
    );
    assert.deepEqual(manifest, { version: 1, metadata: { protocol_versions: ['6.0'] } });
  });

  it('has checksums of every file, in the order of their names', () => {
    const lines = withChecksum.map((name) => {
      const hash = createHash('sha256').update(readFileSync(join(releaseFolder, name)));
      return `${hash.digest('hex')}  ${name}\n`;
    });
    assert.equal(readFileSync(join(releaseFolder, checksums), 'utf8'), lines.join(''));
  });

  it('can be checked with sha256sum', () => {
    const told = execFileSync('sha256sum', ['-c', checksums], { cwd: releaseFolder, encoding: 'utf8' });
    assert.deepEqual(
      told.trimEnd().split('\n'),
      withChecksum.map((name) => `${name}: OK`),
    );
  });
});
