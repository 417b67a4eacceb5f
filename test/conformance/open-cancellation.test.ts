import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startConfiguredHost, startHangingOpen } from '../support/plugin-process/ecr-host.ts';
import { within } from '../support/plugin-process/plugin-process.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

const cancelledStatus = 1;
/** Far less than any timeout of ours or of the SDK, so that only the abort can be the reason. */
const atOnceMs = 3_000;

describe('StopProvider', () => {
  for (const kind of ['hang', 'hangInBody'] as const) {
    it(`ends an Open at once when AWS hangs (${kind}), and the call to AWS with it`, async (t) => {
      const host = await startConfiguredHost(t);
      host.ecr.setFault({ kind });
      const open = openToken(host.client);
      await host.ecr.waitForCall((call) => call.verified, 20_000);
      const [answer, stopped] = await within(
        Promise.all([open.answer, host.client.terraform('StopProvider')]),
        atOnceMs,
        'the Open was not ended',
      );
      assert.deepEqual(stopped, { Error: '' });
      assert.deepEqual(told(answer), ['ERROR Authorization Token Request Cancelled']);
      assert.equal(answer.result, null);
      await host.ecr.waitForCall((call) => call.aborted);
    });
  }

  it('ends all of them, and later Opens work', async (t) => {
    const host = await startConfiguredHost(t);
    const opens = [];
    for (const region of ['us-east-1', 'us-west-1', 'eu-west-1'])
      opens.push(await startHangingOpen(host, region));
    await host.client.terraform('StopProvider');
    const answers = await within(Promise.all(opens.map(({ answer }) => answer)), atOnceMs, 'some go on');
    assert.deepEqual(
      new Set(answers.flatMap(told)),
      new Set(['ERROR Authorization Token Request Cancelled']),
    );
    host.ecr.setFault(undefined);
    assert.deepEqual(told(await openToken(host.client, { region: 'us-east-1' }).answer), []);
  });

  it('ends an Open between two attempts', async (t) => {
    const host = await startConfiguredHost(t, { env: { AWS_MAX_ATTEMPTS: '50' } });
    host.ecr.setFault({ kind: 'throttling' });
    const open = openToken(host.client);
    await host.ecr.waitForCall((call) => call.verified, 20_000);
    await host.client.terraform('StopProvider');
    const answer = await within(open.answer, atOnceMs, 'the Open goes on');
    assert.deepEqual(told(answer), ['ERROR Authorization Token Request Cancelled']);
  });

  it('does nothing when nothing is under way, as often as it is called', async (t) => {
    const host = await startConfiguredHost(t);
    for (const times of [1, 2, 3]) {
      assert.deepEqual(await host.client.terraform('StopProvider'), { Error: '' });
      assert.deepEqual(told(await openToken(host.client).answer), [], `after ${times}`);
    }
  });
});

describe('an Open that its client cancels', () => {
  it('aborts the call to AWS', async (t) => {
    const host = await startConfiguredHost(t);
    const open = await startHangingOpen(host);
    open.cancel();
    await assert.rejects(open.answer, { code: cancelledStatus });
    await host.ecr.waitForCall((call) => call.aborted);
    host.ecr.setFault(undefined);
    assert.deepEqual(told(await openToken(host.client).answer), []);
  });

  it('leaves a shared call to the other that waits for it, and ends it with the last', async (t) => {
    const host = await startConfiguredHost(t, { env: { TF_LOG: 'TRACE' } });
    const first = await startHangingOpen(host);
    const second = openToken(host.client, { region: 'us-east-1' });
    await host.plugin.stderr.waitFor(/("RPC received"[^\n]*OpenEphemeralResource[\s\S]*){2}/);
    first.cancel();
    await assert.rejects(first.answer, { code: cancelledStatus });
    await host.plugin.stderr.waitFor(/"RPC answered"[^\n]*OpenEphemeralResource[^\n]*cancelled/);
    assert.deepEqual(
      host.ecr.calls.map(({ aborted }) => aborted),
      [false],
    );
    second.cancel();
    await assert.rejects(second.answer, { code: cancelledStatus });
    await host.ecr.waitForCall((call) => call.aborted);
    assert.equal(host.ecr.calls.length, 1);
  });
});
