import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { requiredProviders, tokenBlock } from './configuration.ts';
import { type Scene, withScene } from './scene.ts';

const files = { 'main.tf': requiredProviders + tokenBlock };

/** Lines of our plugin as the host shows them: level and text. */
const ourLine = /^\S+ \[(\w+)\] +provider\.terraform-provider-ecr(?:_v\S+)?: (.*)$/gm;

async function ourLines(
  { workspace }: Scene,
  env: Record<string, string>,
): Promise<readonly [string, string][]> {
  const { logPath = '' } = mustSucceed(await workspace.plan({ env, log: 'TRACE' }));
  const log = readFileSync(logPath, 'utf8');
  return [...log.matchAll(ourLine)].map(([, level = '', text = '']) => [level, text]);
}

describeOnEachHost("the host's log", (host) => {
  it('at TRACE shows our lines under their own levels', () =>
    withScene(host, { files }, async (scene) => {
      const lines = await ourLines(scene, {});
      const textsAt = (wanted: string) =>
        lines.flatMap(([level, text]) => (level === wanted ? [text] : [])).join('\n');
      assert.deepEqual([...new Set(lines.map(([level]) => level))].sort(), ['DEBUG', 'TRACE']);
      assert.match(textsAt('TRACE'), /^RPC received: .*rpc=OpenEphemeralResource/m);
      for (const rpc of [
        'GetProviderSchema',
        'ConfigureProvider',
        'OpenEphemeralResource',
        'CloseEphemeralResource',
      ]) {
        assert.match(
          textsAt('DEBUG'),
          new RegExp(`^RPC answered: (?=.*rpc=${rpc})(?=.*duration_ms=\\d+).*outcome=ok`, 'm'),
        );
      }
      const call = textsAt('DEBUG').match(/^asked ECR for an authorization token: .*$/m)?.[0] ?? '';
      const host = scene.endpoint.url.replace('http://', '');
      for (const field of [
        'region=us-east-1',
        `endpoint_host=${host}`,
        'attempts=1',
        'http_status=200',
        'outcome=ok',
      ]) {
        assert.ok(call.includes(field), `${field} is not in: ${call}`);
      }
      assert.match(call, /aws_request_id=[0-9a-f-]{36}/);
      // A line that the host could not parse would appear as JSON.
      assert.ok(!lines.some(([, text]) => text.includes('@level')), 'a line is not in the form of hclog');
    }));

  it('shows less where the provider is told to say less', () =>
    withScene(host, { files }, async (scene) => {
      const lines = await ourLines(scene, { TF_LOG_PROVIDER: 'DEBUG' });
      assert.deepEqual([...new Set(lines.map(([level]) => level))], ['DEBUG']);
    }));
});
