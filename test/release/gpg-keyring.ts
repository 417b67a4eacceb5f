import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';

/** A GnuPG with nothing but one key for signing. */
export interface GpgKeyring {
  /** The environment that has gpg use it. */
  readonly env: NodeJS.ProcessEnv;
  readonly fingerprint: string;
  /**
   * Runs gpg and gives back what it prints.
   *
   * @throws Error when it fails, with what it says
   */
  gpg(...args: readonly string[]): string;
}

/** Makes an empty GnuPG home, whose agent is ended with the scope. */
export function makeGpgHome(scope: TestScope): NodeJS.ProcessEnv {
  const home = join(makeScratchDirectory(scope).path, 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  // Nobody is there to type a passphrase.
  writeFileSync(join(home, 'gpg-agent.conf'), 'pinentry-program /bin/false\n');
  const env = { ...process.env, GNUPGHOME: home };
  scope.after(() => void execFileSync('gpgconf', ['--kill', 'all'], { env }));
  return env;
}

/** Makes a key, by default one without a passphrase. */
export function makeGpgKeyring(scope: TestScope, passphrase = ''): GpgKeyring {
  const env = makeGpgHome(scope);
  const gpg = (...args: readonly string[]) =>
    execFileSync('gpg', ['--batch', '--quiet', ...args], { env, encoding: 'utf8', stdio: 'pipe' });
  const protection = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
  gpg(...protection, '--quick-generate-key', 'Release Test <release@test.invalid>', 'rsa3072', 'sign');
  const [, fingerprint = ''] = /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys')) ?? [];
  return { env, gpg, fingerprint };
}
