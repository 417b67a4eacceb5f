import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
import { describeHits, searchSecrets } from '../support/secrets/search.ts';
import { type CommandResult, mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { tokenAndLogin } from './configuration.ts';
import { type Scene, withScene } from './scene.ts';

const traced = { files: { 'main.tf': tokenAndLogin }, log: 'TRACE' } as const;

/** Searches the whole workspace (state, backups, plans, .terraform, logs, TMPDIR, HOME) and the outputs. */
function assertNoSecret({ secrets, workspace }: Scene, results: readonly CommandResult[]): readonly string[] {
  const texts = results.flatMap(({ commandLine, stdout, stderr }, index) => [
    [`stdout of command ${index + 1}, ${commandLine}`, stdout] as const,
    [`stderr of command ${index + 1}, ${commandLine}`, stderr] as const,
  ]);
  const scope = { paths: [workspace.root], texts: Object.fromEntries(texts) };
  const { hits, places } = searchSecrets(secrets(), scope);
  assert.equal(describeHits(hits), '');
  return places;
}

const failures: readonly (readonly [name: string, fault: EcrFault, summary: RegExp])[] = [
  ['AWS denies', { kind: 'accessDenied' }, /Access Denied by Amazon ECR/],
  ['the answer is cut off', { kind: 'truncatedJson' }, /Unreadable Answer from Amazon ECR/],
  ['the answer lacks a field', { kind: 'missingField', field: 'expiresAt' }, /Incomplete Answer/],
  ['the token does not decode', { kind: 'badBase64' }, /Invalid Authorization Token/],
  ['the token has no user', { kind: 'emptyUser' }, /Invalid Authorization Token/],
];

describeOnEachHost('secrets', (host) => {
  it('are nowhere after plan, saved plan, apply and destroy with the log at TRACE', () =>
    withScene(host, traced, async (scene) => {
      const { endpoint, workspace } = scene;
      const results = [
        await workspace.plan({ args: ['-out=saved.plan'] }),
        await workspace.show({ args: ['-json', 'saved.plan'] }),
        await workspace.apply({ args: ['saved.plan'] }),
        await workspace.apply({ args: ['-json', '-replace=terraform_data.login'] }),
        await workspace.show({ args: ['-json'] }),
        await workspace.destroy(),
      ];
      results.forEach(mustSucceed);
      // The search is worth something: the secrets existed, and arrived where they belong.
      assert.equal(scene.secrets().length, 2 + 2 * 5);
      assert.deepEqual(
        endpoint.logins.map(({ ok }) => ok),
        [true, true],
      );
      const places = assertNoSecret(scene, results).join('\n');
      for (const searched of [
        /saved\.plan!tfplan$/m,
        /saved\.plan!tfstate$/m,
        /configuration\/terraform\.tfstate$/m,
        /configuration\/terraform\.tfstate\.backup$/m,
        /configuration\/\.terraform\//m,
        /logs\/2-plan\.log$/m,
        /logs\/7-destroy\.log$/m,
        /^stdout of command 6/m,
      ]) {
        assert.match(places, searched);
      }
    }));

  it('are nowhere after failures with the log at TRACE', () =>
    withScene(host, traced, async (scene) => {
      const results: CommandResult[] = [];
      for (const [name, fault, summary] of failures) {
        scene.endpoint.setFault(fault);
        const result = await scene.workspace.plan();
        assert.equal(result.exitCode, 1, name);
        assert.match(result.stderr, summary, name);
        results.push(result);
      }
      assertNoSecret(scene, results);
    }));

  it('are nowhere after an apply whose consumer fails', () =>
    withScene(host, traced, async (scene) => {
      scene.endpoint.setFault({ kind: 'expiryIn', ms: -1000 });
      const result = await scene.workspace.apply();
      assert.equal(result.exitCode, 1);
      assert.equal(scene.endpoint.logins.length, 1);
      assertNoSecret(scene, [result]);
    }));

  it('would be found: a configuration that writes the password to a file does not pass', () =>
    withScene(host, { ...traced, files: { 'main.tf': leakyConfiguration } }, async (scene) => {
      const result = mustSucceed(await scene.workspace.apply());
      assert.throws(() => assertNoSecret(scene, [result]), /password 2 \(raw\) in .*leak\.txt/);
    }));
});

const leakyConfiguration = tokenAndLogin.replace(
  '"node login.mjs"',
  '"printf %s \\"$REGISTRY_PASSWORD\\" > leak.txt"',
);
