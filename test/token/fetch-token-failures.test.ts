import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { TokenErrorCode, TokenErrorDetails } from '../../src/token/token-error.ts';
import { type EcrEndpoint, startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
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

const failureUnder = (fault: EcrFault) => {
  ecr.setFault(fault);
  return tokenErrorOf(recordedCore().core.leaseToken({ region, endpoint: ecr.url }, patient()));
};

interface FaultCase {
  readonly fault: EcrFault;
  readonly code: TokenErrorCode;
  /** What the error knows beside region, endpointHost and requestId. */
  readonly details: TokenErrorDetails;
  readonly calls: number;
}

const denied =
  'User: arn:aws:sts::123456789012:assumed-role/ci/session is not authorized to perform: ' +
  'ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ' +
  'ecr:GetAuthorizationToken action';
const serverError = 'These errors are usually caused by a server-side issue.';
const raw = (status: number, body: string): EcrFault => ({ kind: 'raw', status, body });

/** Faults that AWS answers with a request id. */
const cases: readonly FaultCase[] = [
  {
    fault: { kind: 'accessDenied' },
    code: 'ACCESS_DENIED',
    details: {
      attempts: 1,
      httpStatus: 400,
      principal: 'arn:aws:sts::123456789012:assumed-role/ci/session',
      causeCode: 'AccessDeniedException',
      causeMessage: denied,
    },
    calls: 1,
  },
  {
    fault: { kind: 'expiredCredentials' },
    code: 'EXPIRED_CREDENTIALS',
    details: {
      attempts: 1,
      httpStatus: 400,
      causeCode: 'ExpiredTokenException',
      causeMessage: 'The security token included in the request is expired',
    },
    calls: 1,
  },
  {
    fault: { kind: 'throttling' },
    code: 'THROTTLED',
    details: {
      attempts: 2,
      httpStatus: 400,
      causeCode: 'ThrottlingException',
      causeMessage: 'Rate exceeded',
    },
    calls: 2,
  },
  {
    fault: { kind: 'serverError' },
    code: 'SERVICE_UNAVAILABLE',
    details: { attempts: 2, httpStatus: 500, causeCode: 'ServerException', causeMessage: serverError },
    calls: 2,
  },
  {
    fault: { kind: 'serverError', status: 503 },
    code: 'SERVICE_UNAVAILABLE',
    details: { attempts: 2, httpStatus: 503, causeCode: 'ServerException', causeMessage: serverError },
    calls: 2,
  },
  {
    fault: { kind: 'emptyList' },
    code: 'NO_AUTHORIZATION_DATA',
    details: { attempts: 1 },
    calls: 1,
  },
  {
    fault: { kind: 'missingField', field: 'authorizationToken' },
    code: 'MISSING_FIELD',
    details: { attempts: 1, field: 'authorizationToken' },
    calls: 1,
  },
  {
    fault: { kind: 'missingField', field: 'expiresAt' },
    code: 'MISSING_FIELD',
    details: { attempts: 1, field: 'expiresAt' },
    calls: 1,
  },
  {
    fault: { kind: 'missingField', field: 'proxyEndpoint' },
    code: 'MISSING_FIELD',
    details: { attempts: 1, field: 'proxyEndpoint' },
    calls: 1,
  },
  { fault: { kind: 'badBase64' }, code: 'INVALID_TOKEN_ENCODING', details: { attempts: 1 }, calls: 1 },
  { fault: { kind: 'noColon' }, code: 'INVALID_TOKEN_FORMAT', details: { attempts: 1 }, calls: 1 },
  { fault: { kind: 'emptyUser' }, code: 'INVALID_TOKEN_FORMAT', details: { attempts: 1 }, calls: 1 },
  { fault: { kind: 'emptyPassword' }, code: 'INVALID_TOKEN_FORMAT', details: { attempts: 1 }, calls: 1 },
  {
    fault: raw(400, '{"__type":"constructor","message":"odd"}'),
    code: 'AWS_ERROR',
    details: { attempts: 1, httpStatus: 400, causeCode: 'constructor', causeMessage: 'odd' },
    calls: 1,
  },
];

describe('an error of the API', () => {
  for (const { fault, code, details, calls } of cases) {
    it(`${JSON.stringify(fault)} is ${code}`, async () => {
      const error = await failureUnder(fault);
      const { requestId, endpointHost, region: named, ...rest } = error.details;
      assert.equal(error.code, code);
      assert.deepEqual(rest, details);
      assert.deepEqual([named, endpointHost], [region, new URL(ecr.url).host]);
      assert.match(requestId ?? '', uuid);
      assert.equal(ecr.calls.length, calls);
    });
  }
});

const unreadable: readonly EcrFault[] = [
  { kind: 'notJson' },
  { kind: 'truncatedJson' },
  raw(200, '{"authorizationData":'),
  raw(200, Buffer.from('ff00', 'hex').toString('latin1')),
  raw(400, '<html>bad gateway SECRETSECRET</html>'),
];

describe('an answer that is not JSON', () => {
  for (const fault of unreadable) {
    it(`${JSON.stringify(fault)} is UNREADABLE_ANSWER, and nothing of it is shown`, async () => {
      const error = await failureUnder(fault);
      assert.equal(error.code, 'UNREADABLE_ANSWER');
      assert.equal(error.details.endpointHost, new URL(ecr.url).host);
      assert.equal(error.details.causeMessage, undefined);
      assert.doesNotMatch(JSON.stringify(error.details), /html|SECRET|authorizationData|works/);
    });
  }

  it('is SERVICE_UNAVAILABLE where a proxy says so with a page', async () => {
    const error = await failureUnder(raw(503, '<html>no backend</html>'));
    assert.equal(error.code, 'SERVICE_UNAVAILABLE');
    assert.doesNotMatch(JSON.stringify(error.details), /html/);
  });

  it('is an incomplete answer where it is JSON of another form', async () => {
    for (const body of ['{}', '{"authorizationData":null}', '[]', 'null', '""']) {
      assert.equal((await failureUnder(raw(200, body))).code, 'NO_AUTHORIZATION_DATA', body);
    }
  });

  it('is never followed to where it redirects', async () => {
    const error = await failureUnder({ kind: 'redirect' });
    assert.equal(error.code, 'AWS_ERROR');
    assert.equal(error.details.httpStatus, 307);
    assert.deepEqual(
      ecr.calls.filter(({ path }) => path !== '/'),
      [],
    );
  });
});

const hourMs = 3_600_000;
describe('the clock', () => {
  for (const ms of [2 * hourMs, -2 * hourMs]) {
    it(`of AWS ${ms} ms ahead: the SDK corrects its own`, async () => {
      ecr.setFault({ kind: 'clockSkew', ms });
      const { token } = await recordedCore().core.leaseToken({ region, endpoint: ecr.url }, patient());
      assert.equal(token.password, ecr.issued[0]?.password);
      assert.deepEqual(
        ecr.calls.map(({ status }) => status),
        [400, 200],
      );
    });

    it(`of AWS ${ms} ms ahead, with no attempt left: CLOCK_SKEW`, async () => {
      environment.set({ AWS_MAX_ATTEMPTS: '1' });
      const error = await failureUnder({ kind: 'clockSkew', ms });
      environment.set({ AWS_MAX_ATTEMPTS: '2' });
      assert.equal(error.code, 'CLOCK_SKEW');
      assert.match(error.details.requestId ?? '', uuid);
    });
  }

  it('that AWS refuses although it agrees with ours: CLOCK_SKEW', async () => {
    const error = await failureUnder(raw(403, '{"__type":"RequestTimeTooSkewed","message":"x"}'));
    assert.equal(error.code, 'CLOCK_SKEW');
  });
});
