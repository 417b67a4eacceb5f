import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TokenLimits } from '../../src/token/fetch-token.ts';
import { type EcrEndpoint, startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';
import { type AwsEnvironment, isolateAwsEnvironment, testKeys } from './aws-environment.ts';
import { patient, recordedCore, tokenErrorOf } from './recorded-core.ts';

let environment: AwsEnvironment;
let ecr: EcrEndpoint;
before(() => {
  environment = isolateAwsEnvironment({ ...testKeys, AWS_MAX_ATTEMPTS: '1' });
});
after(() => environment.restore());
beforeEach(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials] });
});
afterEach(() => ecr.close());

const request = () => ({ region: 'eu-central-1', endpoint: ecr.url });

interface Impatience {
  readonly name: string;
  readonly fault: EcrFault;
  readonly limits: Partial<TokenLimits>;
  /** Known where it was the whole deadline that passed. */
  readonly timeoutMs: number | undefined;
}

const impatience: readonly Impatience[] = [
  {
    name: 'headers that do not come',
    fault: { kind: 'hang' },
    limits: { answerTimeoutMs: 200 },
    timeoutMs: undefined,
  },
  {
    name: 'silence before the headers',
    fault: { kind: 'hang' },
    limits: { idleTimeoutMs: 200 },
    timeoutMs: undefined,
  },
  {
    name: 'half a body and silence',
    fault: { kind: 'hangInBody' },
    limits: { overallTimeoutMs: 400 },
    timeoutMs: 400,
  },
  { name: 'the whole deadline', fault: { kind: 'hang' }, limits: { overallTimeoutMs: 400 }, timeoutMs: 400 },
];

describe('a timeout', () => {
  for (const { name, fault, limits, timeoutMs } of impatience) {
    it(`ends ${name}`, async () => {
      ecr.setFault(fault);
      const startedAtMs = performance.now();
      const error = await tokenErrorOf(recordedCore(limits).core.leaseToken(request(), patient()));
      assert.equal(error.code, 'TIMEOUT');
      assert.equal(error.details.timeoutMs, timeoutMs);
      assert.ok(performance.now() - startedAtMs < 3_000);
    });
  }

  it('ends also a source of credentials that hangs', async () => {
    const config = join(environment.home, 'config-of-slow-process');
    writeFileSync(config, '[profile slow]\ncredential_process = sleep 2\n');
    environment.set({ AWS_CONFIG_FILE: config, AWS_PROFILE: 'slow', AWS_ACCESS_KEY_ID: undefined });
    const startedAtMs = performance.now();
    const failed = tokenErrorOf(
      recordedCore({ overallTimeoutMs: 300 }).core.leaseToken(request(), patient()),
    );
    assert.deepEqual([(await failed).code, ecr.calls.length], ['TIMEOUT', 0]);
    assert.ok(performance.now() - startedAtMs < 1_500);
    environment.set({ ...testKeys, AWS_PROFILE: undefined });
  });

  it('lets go of the connection', async () => {
    ecr.setFault({ kind: 'hang' });
    await tokenErrorOf(recordedCore({ overallTimeoutMs: 300 }).core.leaseToken(request(), patient()));
    await ecr.waitForCall(({ aborted }) => aborted);
  });

  it('of one attempt lets the next one succeed', async () => {
    environment.set({ AWS_MAX_ATTEMPTS: '2' });
    ecr.setFault({ kind: 'hang' }, { times: 1 });
    const { core } = recordedCore({ answerTimeoutMs: 300 });
    assert.equal((await core.leaseToken(request(), patient())).token.userName, 'AWS');
    environment.set({ AWS_MAX_ATTEMPTS: '1' });
    assert.equal(ecr.calls.length, 2);
  });

  it('still comes when garbage is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    ecr.setFault({ kind: 'hang' });
    const failed = tokenErrorOf(
      recordedCore({ overallTimeoutMs: 500 }).core.leaseToken(request(), patient()),
    );
    await ecr.waitForCall();
    for (let round = 0; round < 5; round += 1) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal((await failed).details.timeoutMs, 500);
  });

  it('is not waited for once the token is there: no timer is left', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const { core } = recordedCore({ overallTimeoutMs: 60_000 });
    await core.leaseToken(request(), patient());
    assert.ok(timers() <= before, `${timers()} timers, ${before} before`);
  });
});

describe('cancelling', () => {
  for (const kind of ['hang', 'hangInBody'] as const) {
    it(`ends a call at once that is in ${kind}`, async () => {
      ecr.setFault({ kind });
      const { core } = recordedCore();
      const impatient = new AbortController();
      const failed = tokenErrorOf(core.leaseToken(request(), impatient.signal));
      await ecr.waitForCall();
      const abortedAtMs = performance.now();
      impatient.abort();
      assert.equal((await failed).code, 'CANCELLED');
      assert.ok(performance.now() - abortedAtMs < 250);
    });
  }

  it('cuts the connection to AWS', async () => {
    ecr.setFault({ kind: 'hang' });
    const impatient = new AbortController();
    const failed = tokenErrorOf(recordedCore().core.leaseToken(request(), impatient.signal));
    await ecr.waitForCall();
    impatient.abort();
    await failed;
    assert.equal((await ecr.waitForCall(({ aborted }) => aborted)).status, undefined);
  });

  it('leaves the call to those who still wait', async () => {
    ecr.setFault({ kind: 'hang' }, { times: 1 });
    environment.set({ AWS_MAX_ATTEMPTS: '2' });
    const { core } = recordedCore({ answerTimeoutMs: 400 });
    const impatient = new AbortController();
    const first = tokenErrorOf(core.leaseToken(request(), impatient.signal));
    const second = core.leaseToken(request(), patient());
    await ecr.waitForCall();
    impatient.abort();
    assert.equal((await first).code, 'CANCELLED');
    assert.equal((await second).token.password, ecr.issued[0]?.password);
    environment.set({ AWS_MAX_ATTEMPTS: '1' });
  });

  it('before the question asks nobody', async () => {
    const failed = tokenErrorOf(recordedCore().core.leaseToken(request(), AbortSignal.abort()));
    assert.equal((await failed).code, 'CANCELLED');
    assert.equal(ecr.calls.length, 0);
  });
});
