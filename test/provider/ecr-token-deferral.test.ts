import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OpenResponse } from '../../src/provider/contracts.ts';
import { unknown } from '../../src/provider/value.ts';
import { fakeTokenCore } from './fake-token-core.ts';
import { open, type Setting, summaries } from './opened-token.ts';
import { object, providerBlock } from './plain-value.ts';

interface Deferral {
  readonly name: string;
  readonly setting: Setting;
  readonly deferred: OpenResponse['deferred'];
  readonly summary: string;
  readonly mentions: RegExp;
}

const deferrals: readonly Deferral[] = [
  {
    name: 'the region argument',
    setting: { region: unknown },
    deferred: 'resource-config-unknown',
    summary: 'Region Not Known Yet',
    mentions: /region/,
  },
  {
    name: 'the provider’s region',
    setting: { block: providerBlock(unknown) },
    deferred: 'provider-config-unknown',
    summary: 'Provider Configuration Not Known Yet',
    mentions: /provider block's region depends/,
  },
  {
    name: 'the provider’s endpoint',
    setting: { block: providerBlock('eu-central-1', [unknown]) },
    deferred: 'provider-config-unknown',
    summary: 'Provider Configuration Not Known Yet',
    mentions: /provider block's endpoints depends/,
  },
  {
    name: 'the set of endpoints',
    setting: { block: object({ region: 'eu-central-1', endpoints: unknown }) },
    deferred: 'provider-config-unknown',
    summary: 'Provider Configuration Not Known Yet',
    mentions: /endpoints/,
  },
  {
    name: 'the whole provider block',
    setting: { block: unknown },
    deferred: 'provider-config-unknown',
    summary: 'Provider Configuration Not Known Yet',
    mentions: /region and endpoints depend on/,
  },
];

describe('opening while something is unknown', () => {
  for (const { name, setting, deferred, summary, mentions } of deferrals) {
    it(`${name}: deferred where the host allows it`, async () => {
      const core = fakeTokenCore();
      const response = await open({ ...setting, core, deferralAllowed: true });
      assert.deepEqual(response, { diagnostics: [], deferred });
      assert.deepEqual(core.requests, []);
    });

    it(`${name}: an error that names it where the host does not`, async () => {
      const response = await open(setting);
      assert.deepEqual(summaries(response), [summary]);
      assert.match(response.diagnostics[0]?.detail ?? '', mentions);
      assert.deepEqual([response.result, response.deferred], [undefined, undefined]);
    });
  }
});
