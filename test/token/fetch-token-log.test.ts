import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type EcrEndpoint, startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';
import { type AwsEnvironment, isolateAwsEnvironment, testKeys } from './aws-environment.ts';
import { patient, recordedCore, tokenErrorOf } from './recorded-core.ts';

const region = 'eu-central-1';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let environment: AwsEnvironment;
let ecr: EcrEndpoint;
before(() => {
  environment = isolateAwsEnvironment(testKeys);
});
after(() => environment.restore());
beforeEach(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials] });
});
afterEach(() => ecr.close());

type LogLine = Readonly<Record<string, unknown>>;
const parse = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as LogLine);
const host = () => new URL(ecr.url).host;

describe('the log line of a call', () => {
  it('tells region, host, attempts, status, request id, duration and outcome', async () => {
    const { core, lines } = recordedCore();
    await core.leaseToken({ region, endpoint: ecr.url }, patient());
    assert.equal(lines.length, 1);
    const {
      '@timestamp': _,
      duration_ms: durationMs,
      aws_request_id: requestId,
      ...rest
    } = parse(lines)[0] ?? {};
    assert.deepEqual(rest, {
      '@level': 'debug',
      '@message': 'asked ECR for an authorization token',
      '@module': 'ecr.token',
      region,
      endpoint_host: host(),
      attempts: 1,
      http_status: 200,
      outcome: 'ok',
    });
    assert.match(String(requestId), uuid);
    assert.ok(Number.isInteger(durationMs) && Number(durationMs) >= 0);
  });

  it('tells the same of a failure, with its code', async () => {
    const { core, lines } = recordedCore();
    ecr.setFault({ kind: 'throttling' });
    await tokenErrorOf(core.leaseToken({ region, endpoint: ecr.url }, patient()));
    const { outcome, attempts, http_status: status, endpoint_host: asked } = parse(lines).at(-1) ?? {};
    assert.deepEqual([outcome, attempts, status, asked], ['THROTTLED', 2, 400, host()]);
  });

  it('is one per call to AWS, not one per request of a face', async () => {
    const { core, lines } = recordedCore();
    const request = { region, endpoint: ecr.url };
    await Promise.all([core.leaseToken(request, patient()), core.leaseToken(request, patient())]);
    assert.equal(lines.length, 1);
  });

  it('tells of a call that was cancelled', async () => {
    const { core, lines } = recordedCore();
    ecr.setFault({ kind: 'hang' });
    const impatient = new AbortController();
    const asked = tokenErrorOf(core.leaseToken({ region, endpoint: ecr.url }, impatient.signal));
    await ecr.waitForCall();
    impatient.abort();
    assert.equal((await asked).code, 'CANCELLED');
    assert.deepEqual([parse(lines).at(-1)?.outcome, parse(lines).at(-1)?.region], ['CANCELLED', region]);
  });
});

describe('the log', () => {
  const session = 'FwoGZXIvYXdzEBYaDSESSIONTOKENSESSIONTOKENSESSIONTOKEN';
  const faults = [
    undefined,
    { kind: 'accessDenied' },
    { kind: 'truncatedJson' },
    { kind: 'badBase64' },
    { kind: 'missingField', field: 'expiresAt' },
    { kind: 'emptyUser' },
  ] as const;

  it('holds no secret at trace level, whatever happens', async () => {
    environment.set({ AWS_SESSION_TOKEN: session });
    const temporary = { ...testCredentials, sessionToken: session };
    const strict = await startEcrEndpoint({ credentials: [temporary] });
    const { core, lines } = recordedCore();
    for (const fault of faults) {
      strict.setFault(fault);
      const lease = core.leaseToken({ region, endpoint: strict.url }, patient());
      await lease.then(({ release }) => release()).catch(() => {});
    }
    await strict.close();
    environment.set({ AWS_SESSION_TOKEN: undefined });
    const log = lines.join('');
    assert.equal(
      parse(lines).filter(({ '@message': text }) => text === 'asked ECR for an authorization token').length,
      faults.length,
    );
    const secrets = strict.issued.flatMap(({ password, authorizationToken }) => [
      password,
      authorizationToken,
    ]);
    assert.ok(secrets.length >= 2 * 5);
    for (const secret of [
      ...secrets,
      session,
      testCredentials.secretAccessKey,
      testCredentials.accessKeyId,
    ]) {
      assert.ok(!log.includes(secret.slice(0, 24)), `${secret.slice(0, 12)}… is in the log`);
      assert.ok(!log.includes(secret.slice(-24)), `…${secret.slice(-12)} is in the log`);
    }
  });
});
