import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkSigning, signFile } from '../../.ci/package/sign-checksums.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { makeGpgKeyring } from './gpg-keyring.ts';
import { releaseFolder, releasePrefix } from './release-archive.ts';
import { skipWithout } from './required-program.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** A key, and a copy of the release's checksums to sign with it. */
function makeUnsigned(scope: TestScope, passphrase = '') {
  const checksums = join(makeScratchDirectory(scope).path, `${releasePrefix}_SHA256SUMS`);
  copyFileSync(join(releaseFolder, `${releasePrefix}_SHA256SUMS`), checksums);
  return { ...makeGpgKeyring(scope, passphrase), checksums, signature: `${checksums}.sig` };
}

describe('a signature', { skip: skipWithout('gpg') }, () => {
  it('is binary, detached, and passes gpg --verify', (t) => {
    const { env, gpg, fingerprint, checksums, signature } = makeUnsigned(t);
    checkSigning(fingerprint, commit, env);
    signFile(checksums, fingerprint, env);
    assert.doesNotMatch(readFileSync(signature, 'latin1'), /BEGIN PGP/);
    const status = gpg('--status-fd', '1', '--verify', signature, checksums);
    assert.match(status, new RegExp(`VALIDSIG ${fingerprint} `));
  });

  it('does not pass for other checksums', (t) => {
    const { env, gpg, fingerprint, checksums, signature } = makeUnsigned(t);
    signFile(checksums, fingerprint, env);
    writeFileSync(checksums, readFileSync(checksums, 'utf8').replace(/^./, 'g'));
    assert.throws(() => gpg('--verify', signature, checksums), /BAD signature/);
  });

  it('takes the place of an older one', (t) => {
    const { env, gpg, fingerprint, checksums, signature } = makeUnsigned(t);
    writeFileSync(signature, 'older');
    signFile(checksums, fingerprint, env);
    gpg('--verify', signature, checksums);
  });

  it('needs a key that is there', (t) => {
    const { env, checksums, signature } = makeUnsigned(t);
    const stranger = 'F'.repeat(40);
    assert.throws(() => checkSigning(stranger, commit, env), /gpg has no secret key F{40}: import it/);
    assert.throws(() => signFile(checksums, stranger, env), /gpg can't sign with F{40}/);
    assert.equal(existsSync(signature), false);
  });

  it('needs the passphrase of the key', (t) => {
    const { env, fingerprint, checksums, signature } = makeUnsigned(t, 'nobody types this');
    checkSigning(fingerprint, commit, env);
    writeFileSync(signature, 'older');
    assert.throws(() => signFile(checksums, fingerprint, env), /Is its passphrase in the agent\?/);
    assert.equal(existsSync(signature), false);
  });
});

describe('signing', () => {
  it('needs gpg', () => {
    assert.throws(() => checkSigning('ABCD', commit, { PATH: '/nowhere' }), {
      name: 'ReleaseError',
      message: /^gpg is not installed/,
    });
  });

  for (const sources of [`${commit}-dirty`, 'unknown']) {
    it(`needs a commit without changes, not ${sources}`, () => {
      assert.throws(() => checkSigning('ABCD', sources, {}), {
        name: 'ReleaseError',
        message: /Only a commit without changes is signed/,
      });
    });
  }
});
