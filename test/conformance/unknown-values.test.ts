import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type CtyValue, hexValue, msgpackValue, unknown } from '../support/plugin-process/cty-value.ts';
import { type EcrHost, startEcrHost } from '../support/plugin-process/ecr-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenType, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: EcrHost;
before(async () => {
  host = await startEcrHost(scope, { env: { AWS_REGION: 'us-east-1' } });
});

interface Case {
  readonly name: string;
  /** The provider block. */
  readonly provider: CtyValue;
  readonly region: CtyValue;
  readonly deferred: string;
  readonly said: string;
  readonly detail: RegExp;
}

const known = { region: 'us-east-1', endpoints: [] };
const cases: readonly Case[] = [
  {
    name: 'the region of the block',
    provider: known,
    region: unknown,
    deferred: 'RESOURCE_CONFIG_UNKNOWN',
    said: 'ERROR Region Not Known Yet at region',
    detail: /known only after apply/,
  },
  {
    name: "the provider's region, which the block leaves to it",
    provider: { region: unknown, endpoints: [] },
    region: null,
    deferred: 'PROVIDER_CONFIG_UNKNOWN',
    said: 'ERROR Provider Configuration Not Known Yet',
    detail: /provider block's region depends/,
  },
  {
    name: "the provider's endpoint",
    provider: { region: 'us-east-1', endpoints: [{ ecr: unknown }] },
    region: 'us-east-1',
    deferred: 'PROVIDER_CONFIG_UNKNOWN',
    said: 'ERROR Provider Configuration Not Known Yet',
    detail: /provider block's endpoints depends/,
  },
  {
    name: "all of the provider's endpoints",
    provider: { region: 'us-east-1', endpoints: unknown },
    region: 'us-east-1',
    deferred: 'PROVIDER_CONFIG_UNKNOWN',
    said: 'ERROR Provider Configuration Not Known Yet',
    detail: /provider block's endpoints depends/,
  },
  {
    name: "the provider's region and endpoints",
    provider: { region: unknown, endpoints: unknown },
    region: null,
    deferred: 'PROVIDER_CONFIG_UNKNOWN',
    said: 'ERROR Provider Configuration Not Known Yet',
    detail: /provider block's region and endpoints depend /,
  },
  {
    name: 'the whole provider block',
    provider: unknown,
    region: null,
    deferred: 'PROVIDER_CONFIG_UNKNOWN',
    said: 'ERROR Provider Configuration Not Known Yet',
    detail: /region and endpoints/,
  },
];

describe('what is not known before apply', () => {
  for (const { name, provider, region, deferred, said, detail } of cases) {
    it(`(${name}) is no error for the provider block`, async () => {
      const config = msgpackValue(provider);
      assert.deepEqual(told(await host.client.terraform('ValidateProviderConfig', { config })), []);
      assert.deepEqual(told(await host.client.terraform('ConfigureProvider', { config })), []);
    });

    it(`(${name}) defers an Open where the host allows it`, async () => {
      await host.client.terraform('ConfigureProvider', { config: msgpackValue(provider) });
      const opened = await openToken(host.client, { region, deferralAllowed: true }).answer;
      assert.deepEqual(told(opened), []);
      assert.deepEqual(
        { deferred: opened.deferred, result: opened.result },
        { deferred: { reason: deferred }, result: null },
      );
      assert.deepEqual(host.ecr.calls, []);
    });

    it(`(${name}) is named by an Open that must not be deferred`, async () => {
      await host.client.terraform('ConfigureProvider', { config: msgpackValue(provider) });
      const opened = await openToken(host.client, { region }).answer;
      assert.deepEqual(told(opened), [said]);
      assert.match(opened.diagnostics[0]?.detail ?? '', detail);
      assert.deepEqual(
        { deferred: opened.deferred, result: opened.result },
        { deferred: null, result: null },
      );
      assert.deepEqual(host.ecr.calls, []);
    });
  }

  const extensions = [
    { name: 'ext 0 with one byte', hex: 'd40000' },
    { name: 'ext 0 with none', hex: 'c70000' },
    { name: 'ext 0 with four', hex: 'd600deadbeef' },
    { name: 'ext 12: known not to be null', hex: 'c7030c8101c2' },
    { name: 'ext 12: with a prefix', hex: 'c70b0c8201c202a675732d656173' },
    { name: 'ext 99', hex: 'd463ff' },
  ] as const;
  for (const { name, hex } of extensions) {
    it(`is told from what is known by any extension: ${name}`, async () => {
      await host.client.terraform('ConfigureProvider', { config: msgpackValue(known) });
      // A map of one entry: `region` and the extension.
      const opened = await host.client.terraform('OpenEphemeralResource', {
        type_name: tokenType,
        config: hexValue(`81 a6 726567696f6e ${hex}`),
        client_capabilities: { deferral_allowed: true },
      });
      assert.deepEqual(told(opened), []);
      assert.deepEqual(opened.deferred, { reason: 'RESOURCE_CONFIG_UNKNOWN' });
    });
  }
});

describe('an unknown provider region', () => {
  it('is no matter for a block with a region of its own', async (t) => {
    const { client, ecr } = await startEcrHost(t);
    const config = msgpackValue({ region: unknown, endpoints: [] });
    await client.terraform('ConfigureProvider', { config });
    assert.deepEqual(told(await openToken(client, { region: 'eu-west-1' }).answer), []);
    assert.equal(ecr.calls[0]?.region, 'eu-west-1');
  });

  it('is replaced when it becomes known', async (t) => {
    const { client, ecr } = await startEcrHost(t);
    for (const region of [unknown, 'eu-west-2'] as const) {
      await client.terraform('ConfigureProvider', { config: msgpackValue({ region, endpoints: [] }) });
    }
    assert.deepEqual(told(await openToken(client).answer), []);
    assert.equal(ecr.calls[0]?.region, 'eu-west-2');
  });
});
