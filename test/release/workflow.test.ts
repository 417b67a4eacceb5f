import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import { makeGpgHome, makeGpgKeyring } from './gpg-keyring.ts';
import { releaseFolder, releasePrefix } from './release-archive.ts';
import { skipWithout } from './required-program.ts';

const folder = join(repositoryRoot, '.github', 'workflows');
const release = readFileSync(join(folder, 'release.yml'), 'utf8');
const [packageJob = '', draftJob = ''] = release.slice(release.indexOf('\njobs:')).split(/^ {2}draft:$/m);

/** The shell script of a step. */
function scriptOf(step: string): string {
  const [text = ''] = release.slice(release.indexOf(`- name: ${step}\n`)).split(/^ {6}- |^ {2}\w/m);
  const [, block, inline = ''] = /^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/m.exec(text) ?? [];
  const script = block?.replaceAll(/^ {10}/gm, '') ?? inline;
  assert.notEqual(script, '', `no script for ${step}`);
  return script;
}

describe('the workflow', () => {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g)) {
      it(`${file} runs a script that exists: ${script}`, () => assert.ok(script in packageJson.scripts));
    }
    it(`${file} names a version of every action`, () => {
      const actions = Array.from(text.matchAll(/uses: (.*)/g), ([, action = '']) => action);
      assert.ok(actions.length > 0);
      for (const action of actions) assert.match(action, /^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})( #.*)?$/);
    });
  }

  it('keeps secrets and the right to write from the job that runs code of packages', () => {
    assert.match(packageJob, /npm run test:release/);
    assert.doesNotMatch(packageJob, /secrets\.|contents: write|github\.token/);
    assert.match(draftJob, /secrets\.GPG_PRIVATE_KEY[\s\S]*--draft /);
    assert.doesNotMatch(draftJob, /npm|node|checkout/);
  });

  const tags = [
    { tag: `v${packageJson.version}`, status: 0 },
    { tag: packageJson.version, status: 1 },
    { tag: `v${packageJson.version}0`, status: 1 },
  ];
  for (const { tag, status } of tags) {
    it(`ends with ${status} at the tag ${tag}`, () => {
      const env = { ...process.env, GITHUB_REF_NAME: tag };
      const script = scriptOf('Check that the tag is the version');
      assert.equal(spawnSync('bash', ['-ec', script], { cwd: repositoryRoot, env }).status, status);
    });
  }
});

/** A folder with the files of the release, small ones in the place of the archives. */
function makeDownload(scope: Parameters<typeof makeScratchDirectory>[0]): string {
  const download = join(makeScratchDirectory(scope).path, 'release');
  mkdirSync(download);
  const names = ['manifest.json', 'sbom.cdx.json'].map((name) => `${releasePrefix}_${name}`);
  for (const name of names) copyFileSync(join(releaseFolder, name), join(download, name));
  const sums = execFileSync('sha256sum', names, { cwd: download });
  writeFileSync(join(download, `${releasePrefix}_SHA256SUMS`), sums);
  return download;
}

describe('the workflow, when it signs,', { skip: skipWithout('gpg') }, () => {
  for (const passphrase of ['', 'a pass phrase']) {
    it(`makes a good signature with ${passphrase === '' ? 'no' : 'a'} passphrase`, (t) => {
      const owner = makeGpgKeyring(t, passphrase);
      const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
      const env = {
        ...makeGpgHome(t),
        GPG_PRIVATE_KEY: owner.gpg(...unlock, '--armor', '--export-secret-keys'),
        GPG_PASSPHRASE: passphrase,
      };
      const cwd = makeDownload(t);
      const steps = [
        'Check that the files are those that were tested',
        'Import the key',
        'Sign the checksums',
      ];
      for (const script of steps.map(scriptOf)) {
        execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
          cwd,
          env,
          stdio: 'pipe',
        });
      }
      const checksums = join(cwd, `${releasePrefix}_SHA256SUMS`);
      const status = owner.gpg('--status-fd', '1', '--verify', `${checksums}.sig`, checksums);
      assert.match(status, new RegExp(`VALIDSIG ${owner.fingerprint} `));
    });
  }

  it('stops at a file that is not the one that was tested', (t) => {
    const cwd = makeDownload(t);
    writeFileSync(join(cwd, `${releasePrefix}_manifest.json`), '{}');
    const script = scriptOf('Check that the files are those that were tested');
    assert.equal(spawnSync('bash', ['-ec', script], { cwd }).status, 1);
  });
});
