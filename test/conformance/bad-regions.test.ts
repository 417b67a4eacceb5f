import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { msgpackValue, readObject, unknown } from '../support/plugin-process/cty-value.ts';
import { type EcrHost, startConfiguredHost, startEcrHost } from '../support/plugin-process/ecr-host.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenConfig, tokenType, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
/** As Terraform validates: in a process that is never configured. */
let validating: PluginHost;
let opening: EcrHost;
before(async () => {
  validating = await startHost(scope);
  opening = await startConfiguredHost(scope);
});

const bad = [
  { region: '', says: /is empty/ },
  { region: 'us-east-1a', says: /Did you mean "us-east-1"\?/ },
  { region: 'US-EAST-1', says: /Did you mean "us-east-1"\?/ },
  { region: 'us_east_1', says: /Did you mean "us-east-1"\?/ },
  { region: ' us-east-1', says: /Did you mean "us-east-1"\?/ },
  { region: 'us-east-1 ', says: /Did you mean "us-east-1"\?/ },
  { region: 'us east 1', says: /Did you mean "us-east-1"\?/ },
  { region: 'us-east-1\n', says: /"us-east-1\\n" is not the name/ },
  { region: 'us-east-1\0', says: /is not the name/ },
  { region: 'us-eest-2x', says: /Did you mean "us-(east|west)-2"\?/ },
  { region: 'us-east-1.evil.example', says: /is not the name/ },
  { region: 'us-east-1/', says: /is not the name/ },
  { region: 'us-east-1#', says: /is not the name/ },
  { region: 'user@evil.example', says: /is not the name/ },
  { region: 'http://x/', says: /looks like "us-east-1"/ },
  { region: '127.0.0.1:9', says: /is not the name/ },
  { region: '..', says: /is not the name/ },
  { region: 'xx-nowhere-1', says: /any AWS partition/ },
  { region: 'aws-global', says: /is not the name/ },
  { region: 'us-еast-1', says: /is not the name/ },
  { region: 'us-east-1'.repeat(2_000), says: /…" is not the name/ },
] as const;

describe('a region that is none', () => {
  for (const { region, says } of bad) {
    const name = JSON.stringify(region.length > 40 ? `${region.slice(0, 40)}…` : region);

    it(`${name} is refused by Validate, at region`, async () => {
      const config = tokenConfig({ region });
      const answer = await validating.client.terraform('ValidateEphemeralResourceConfig', {
        type_name: tokenType,
        config,
      });
      assert.deepEqual(told(answer), ['ERROR Invalid AWS Region at region']);
      assert.match(answer.diagnostics[0]?.detail ?? '', says);
    });

    it(`${name} is refused by Open, at region, without a call to AWS`, async () => {
      const opened = await openToken(opening.client, { region }).answer;
      assert.deepEqual(told(opened), ['ERROR Invalid AWS Region at region']);
      assert.match(opened.diagnostics[0]?.detail ?? '', says);
      assert.equal(opened.result, null);
      assert.deepEqual(opening.ecr.calls, []);
    });
  }
});

describe('a region that may be', () => {
  const passing = [
    { name: 'one that AWS has', region: 'us-gov-west-1' },
    { name: 'none', region: null },
    { name: 'one that is not known yet', region: unknown },
  ] as const;
  for (const { name, region } of passing) {
    it(`${name} passes Validate`, async () => {
      const config = tokenConfig({ region });
      const answer = await validating.client.terraform('ValidateEphemeralResourceConfig', {
        type_name: tokenType,
        config,
      });
      assert.deepEqual(told(answer), []);
    });
  }

  it('one that is newer than the plugin is used, with a warning', async (t) => {
    const { client, ecr } = await startConfiguredHost(t);
    const config = tokenConfig({ region: 'eu-newtown-7' });
    const request = { type_name: tokenType, config };
    const validated = await validating.client.terraform('ValidateEphemeralResourceConfig', request);
    assert.deepEqual(told(validated), ['WARNING Unrecognized AWS Region at region']);
    const opened = await openToken(client, { region: 'eu-newtown-7' }).answer;
    assert.equal(ecr.calls[0]?.region, 'eu-newtown-7');
    assert.equal(readObject(opened.result?.msgpack ?? Buffer.alloc(0)).region, 'eu-newtown-7');
  });
});

const partitions = [
  { provider: 'us-east-1', region: 'cn-north-1', own: 'aws-cn', configured: 'aws' },
  { provider: 'cn-north-1', region: 'us-east-1', own: 'aws', configured: 'aws-cn' },
  { provider: 'us-gov-west-1', region: 'us-west-2', own: 'aws', configured: 'aws-us-gov' },
  { provider: 'us-east-1', region: 'us-gov-east-1', own: 'aws-us-gov', configured: 'aws' },
] as const;

describe("a region of another partition than the provider's", () => {
  for (const { provider, region, own, configured } of partitions) {
    it(`${region} under ${provider} is refused as hashicorp/aws refuses it`, async (t) => {
      const { client, ecr } = await startEcrHost(t);
      const config = msgpackValue({ region: provider, endpoints: [] });
      await client.terraform('ConfigureProvider', { config });
      const opened = await openToken(client, { region }).answer;
      assert.deepEqual(told(opened), ['ERROR Invalid Region Value at region']);
      const detail = opened.diagnostics[0]?.detail ?? '';
      const theirs = `partition (${own}) for per-resource Region (${region}) is not the provider's configured partition (${configured})`;
      assert.ok(detail.startsWith(theirs), detail);
      assert.deepEqual(ecr.calls, []);
    });
  }

  it('is no matter within one partition', async (t) => {
    const { client } = await startEcrHost(t);
    const config = msgpackValue({ region: 'cn-north-1', endpoints: [] });
    await client.terraform('ConfigureProvider', { config });
    const opened = await openToken(client, { region: 'cn-northwest-1' }).answer;
    assert.deepEqual(told(opened), []);
    const { proxy_endpoint } = readObject(opened.result?.msgpack ?? Buffer.alloc(0));
    assert.equal(proxy_endpoint, 'https://123456789012.dkr.ecr.cn-northwest-1.amazonaws.com.cn');
  });
});
