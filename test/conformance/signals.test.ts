import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startConfiguredHost, startHangingOpen } from '../support/plugin-process/ecr-host.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import { openToken } from '../support/plugin-process/token-resource.ts';

describe('SIGINT, which a terminal sends to the whole process group', () => {
  it('is ignored: the plugin goes on serving', async (t) => {
    const { plugin, client } = await startHost(t, { env: { TF_LOG: 'DEBUG' } });
    for (const times of [1, 2, 3]) {
      plugin.signal('SIGINT');
      await plugin.stderr.waitFor(new RegExp(`(interrupt ignored[\\s\\S]*){${times}}`));
      assert.deepEqual((await client.terraform('GetProviderSchema')).diagnostics, []);
    }
  });

  it('does not disturb an Open: that is for StopProvider', async (t) => {
    const host = await startConfiguredHost(t, { env: { TF_LOG: 'DEBUG' } });
    const open = await startHangingOpen(host, 'us-west-2');
    host.plugin.signal('SIGINT');
    await host.plugin.stderr.waitFor(/interrupt ignored/);
    assert.deepEqual((await openToken(host.client, { region: 'us-east-1' }).answer).diagnostics, []);
    assert.equal(host.ecr.calls.find(({ region }) => region === 'us-west-2')?.aborted, false);
    open.cancel();
  });
});

describe('SIGTERM', () => {
  it('ends the plugin with exit code 0, with an Open that hangs in AWS too', async (t) => {
    const host = await startConfiguredHost(t);
    await startHangingOpen(host);
    host.plugin.signal('SIGTERM');
    assert.deepEqual(await host.plugin.waitForExit(), { code: 0, signal: null });
    assert.deepEqual(readdirSync(host.plugin.scratch.temporary), []);
    await host.ecr.waitForCall((call) => call.aborted);
  });

  it('says in the log why it ends', async (t) => {
    const { plugin } = await startHost(t, { env: { TF_LOG: 'DEBUG' } });
    plugin.signal('SIGTERM');
    await plugin.waitForExit();
    assert.match(plugin.stderr.text(), /"plugin is shutting down".*"reason":"received SIGTERM"/);
  });
});

describe('a host that cancels the stream of stray output', () => {
  it('keeps its plugin', async (t) => {
    const { client } = await startHost(t);
    const stream = client.openStream('/plugin.GRPCStdio/StreamStdio');
    stream.on('error', () => {});
    await client.terraform('GetMetadata');
    stream.cancel();
    // Longer than it takes the plugin to notice a host that is really gone.
    await sleep(3_000);
    assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
  });
});
