import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { ReleaseError } from './release-error.ts';

/**
 * Makes sure that a release may be signed, before the work goes into it.
 *
 * @param key - id or fingerprint
 * @param commit - what the sources are at, as in `--version`
 * @throws ReleaseError when the sources are not a commit's, gpg is not installed or does not have the key
 */
export function checkSigning(key: string, commit: string, env = process.env): void {
  if (!/^[0-9a-f]+$/.test(commit)) {
    throw new ReleaseError(
      `Only a commit without changes is signed, and this is ${commit}: commit or undo them.`,
    );
  }
  gpg(['--list-secret-keys', '--', key], `gpg has no secret key ${key}: import it with gpg --import.`, env);
}

/**
 * Writes `<path>.sig`: a binary, detached signature, as registries want it. On failure there is no such file.
 *
 * @throws ReleaseError when gpg is not installed, does not have the key, or can't use it
 */
export function signFile(path: string, key: string, env = process.env): void {
  const signature = `${path}.sig`;
  try {
    gpg(
      ['--yes', '--no-armor', '--local-user', key, '--output', signature, '--detach-sign', '--', path],
      `gpg can't sign with ${key}. Is its passphrase in the agent? (Try: gpg --local-user ${key} --clear-sign)`,
      env,
    );
  } catch (error) {
    rmSync(signature, { force: true });
    throw error;
  }
}

function gpg(args: readonly string[], problem: string, env: NodeJS.ProcessEnv): void {
  const { error, status, stderr } = spawnSync('gpg', ['--batch', ...args], { env, encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new ReleaseError('gpg is not installed: install GnuPG, or leave out --sign (and GPG_FINGERPRINT).');
  }
  if (status !== 0)
    throw new ReleaseError([problem, error?.message, stderr].filter(Boolean).join('\n').trim());
}
