import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ecrEnvironment, startEcr } from '../support/plugin-process/ecr-host.ts';
import { pluginExecutable } from '../support/plugin-process/executable.ts';
import { startMortalHost, timeFromDeath } from '../support/plugin-process/mortal-host.ts';

/** "About 2 s" on a machine that does nothing else; ours may be busy. */
const soonMs = 5_000;

describe('after its host was killed with SIGKILL, the plugin ends by itself and leaves nothing', () => {
  for (const stage of ['started', 'handshake', 'connected'] as const) {
    it(`when the host had come to: ${stage}`, async (t) => {
      // With a log that nobody reads any more.
      const env = { TF_LOG: 'TRACE' };
      const host = await startMortalHost(t, { stage, command: [pluginExecutable], env });
      const tookMs = await timeFromDeath(host, host.lifelineCut);
      assert.ok(tookMs < soonMs, `${tookMs} ms`);
      assert.deepEqual(
        readdirSync(host.scratch.temporary).filter((name) => name.startsWith('plugin-')),
        [],
      );
    });
  }

  it('when an Open hung in AWS, and the call to AWS ends too', async (t) => {
    const ecr = await startEcr(t);
    ecr.setFault({ kind: 'hang' });
    const env = ecrEnvironment(ecr);
    const host = await startMortalHost(t, { stage: 'opening', command: [pluginExecutable], env });
    await ecr.waitForCall((call) => call.verified, 20_000);
    const tookMs = await timeFromDeath(host, host.lifelineCut);
    assert.ok(tookMs < soonMs, `${tookMs} ms`);
    await ecr.waitForCall((call) => call.aborted);
  });
});

describe('behind a wrapper script that survives the host', () => {
  const stages = [
    // Otherwise the plugin may have written its line before the host is killed, and nobody would know.
    { stage: 'started', before: 'sleep 1; ' },
    { stage: 'connected', before: '' },
  ] as const;
  for (const { stage, before } of stages) {
    it(`the plugin ends too, when the host had come to: ${stage}`, async (t) => {
      const script = `${before}"$1"; echo "plugin ended with $?" >&3; exec sleep 60`;
      const command = ['sh', '-c', script, 'sh', pluginExecutable];
      const host = await startMortalHost(t, { stage, command });
      const tookMs = await timeFromDeath(host, host.lifeline.waitFor(/plugin ended with [01]\n/));
      assert.ok(tookMs < soonMs, `${tookMs} ms`);
    });
  }
});
