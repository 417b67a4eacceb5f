import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeFailure } from '../../src/token/aws-failure.ts';
import type { EcrCallReport } from '../../src/token/ecr-client.ts';
import type { TokenErrorCode } from '../../src/token/token-error.ts';

const asked: EcrCallReport = {
  endpointHost: 'api.ecr.example',
  attempts: undefined,
  httpStatus: undefined,
  requestId: undefined,
};
const failureOf = (error: unknown, report: Partial<EcrCallReport> = {}) =>
  describeFailure(error, { ...asked, ...report }, 'eu-central-1');

/** An error as the AWS SDK or Node makes it: told apart by its name, or by the system's code. */
function errorLike(marks: { name?: string; code?: string; message?: string }): Error {
  return Object.assign(new Error(marks.message ?? 'some words'), marks);
}

const byName: readonly (readonly [name: string, code: TokenErrorCode])[] = [
  ['CredentialsProviderError', 'NO_CREDENTIALS'],
  ['ExpiredTokenException', 'EXPIRED_CREDENTIALS'],
  ['ExpiredToken', 'EXPIRED_CREDENTIALS'],
  ['AccessDeniedException', 'ACCESS_DENIED'],
  ['AccessDenied', 'ACCESS_DENIED'],
  ['UnrecognizedClientException', 'INVALID_CREDENTIALS'],
  ['InvalidSignatureException', 'INVALID_CREDENTIALS'],
  ['InvalidClientTokenId', 'INVALID_CREDENTIALS'],
  ['SignatureDoesNotMatch', 'INVALID_CREDENTIALS'],
  ['MissingAuthenticationTokenException', 'INVALID_CREDENTIALS'],
  ['RequestTimeTooSkewed', 'CLOCK_SKEW'],
  ['RequestExpired', 'CLOCK_SKEW'],
  ['RequestInTheFuture', 'CLOCK_SKEW'],
  ['ThrottlingException', 'THROTTLED'],
  ['TooManyRequestsException', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['TimeoutError', 'TIMEOUT'],
  ['SyntaxError', 'UNREADABLE_ANSWER'],
];

const bySystemCode: readonly (readonly [code: string, failure: TokenErrorCode])[] = [
  ['ENOTFOUND', 'ENDPOINT_NOT_FOUND'],
  ['EAI_AGAIN', 'ENDPOINT_NOT_FOUND'],
  ['ECONNREFUSED', 'ENDPOINT_UNREACHABLE'],
  ['ECONNRESET', 'ENDPOINT_UNREACHABLE'],
  ['EHOSTUNREACH', 'ENDPOINT_UNREACHABLE'],
  ['ENETUNREACH', 'ENDPOINT_UNREACHABLE'],
  ['EPIPE', 'ENDPOINT_UNREACHABLE'],
  ['ETIMEDOUT', 'TIMEOUT'],
  ['HPE_INVALID_CONSTANT', 'UNREADABLE_ANSWER'],
  ['HPE_INVALID_VERSION', 'UNREADABLE_ANSWER'],
  ['EHOSTDOWN', 'ENDPOINT_UNREACHABLE'],
  ['ERR_INVALID_CHAR', 'INVALID_CREDENTIALS'],
  ['ERR_INVALID_URL', 'INVALID_SETTINGS'],
  ['CERT_HAS_EXPIRED', 'ENDPOINT_UNTRUSTED'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ENDPOINT_UNTRUSTED'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'ENDPOINT_UNTRUSTED'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ENDPOINT_UNTRUSTED'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'ENDPOINT_UNTRUSTED'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'ENDPOINT_UNTRUSTED'],
  ['EPROTO', 'ENDPOINT_UNTRUSTED'],
];

const byStatus: readonly (readonly [httpStatus: number | undefined, code: TokenErrorCode])[] = [
  [undefined, 'UNEXPECTED'],
  [400, 'AWS_ERROR'],
  [404, 'AWS_ERROR'],
  [429, 'THROTTLED'],
  [499, 'AWS_ERROR'],
  [500, 'SERVICE_UNAVAILABLE'],
  [503, 'SERVICE_UNAVAILABLE'],
];

describe('the code of a failure', () => {
  for (const [name, code] of byName) {
    it(`${name} is ${code}`, () => assert.equal(failureOf(errorLike({ name })).code, code));
  }
  for (const [systemCode, code] of bySystemCode) {
    it(`${systemCode} is ${code}`, () => assert.equal(failureOf(errorLike({ code: systemCode })).code, code));
  }
  for (const [httpStatus, code] of byStatus) {
    it(`an unknown error with status ${httpStatus} is ${code}`, () => {
      assert.equal(failureOf(errorLike({ name: 'Odd' }), { httpStatus }).code, code);
    });
  }

  it("is the system's where the SDK renamed a reset connection to a timeout", () => {
    assert.equal(
      failureOf(errorLike({ name: 'TimeoutError', code: 'ECONNRESET' })).code,
      'ENDPOINT_UNREACHABLE',
    );
  });

  for (const message of [
    'Signature expired: 1 is now earlier than 2',
    'Signature not yet current: 1',
    'signature has expired',
  ]) {
    it(`is CLOCK_SKEW for a signature refused with "${message}"`, () => {
      assert.equal(failureOf(errorLike({ name: 'InvalidSignatureException', message })).code, 'CLOCK_SKEW');
    });
  }

  for (const [name, thrown] of [
    ['a text', 'x'],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
  ] as const) {
    it(`is UNEXPECTED for ${name} that was thrown`, () => {
      assert.deepEqual(failureOf(thrown, { httpStatus: 500 }).code, 'UNEXPECTED');
    });
  }

  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    it(`is AWS_ERROR for an error that a server named ${name}`, () => {
      assert.equal(failureOf(errorLike({ name }), { httpStatus: 400 }).code, 'AWS_ERROR');
      assert.equal(failureOf(errorLike({ code: name }), { httpStatus: 400 }).code, 'AWS_ERROR');
    });
  }
});

const beforeEcr: readonly (readonly [name: string, error: Error, code: TokenErrorCode])[] = [
  ['a role that STS does not give', errorLike({ name: 'AccessDenied' }), 'NO_CREDENTIALS'],
  ['an STS that can not be reached', errorLike({ code: 'ECONNREFUSED' }), 'NO_CREDENTIALS'],
  ['an STS that can not be resolved', errorLike({ code: 'ENOTFOUND' }), 'NO_CREDENTIALS'],
  [
    'a file that is not there',
    Object.assign(errorLike({ code: 'ENOENT' }), { syscall: 'open' }),
    'NO_CREDENTIALS',
  ],
  [
    'a file that we may not read',
    Object.assign(errorLike({ code: 'EACCES' }), { syscall: 'open' }),
    'NO_CREDENTIALS',
  ],
  ['a session that expired', errorLike({ name: 'ExpiredTokenException' }), 'EXPIRED_CREDENTIALS'],
  ['keys that STS does not know', errorLike({ name: 'InvalidClientTokenId' }), 'INVALID_CREDENTIALS'],
  ['settings that conflict', errorLike({ name: 'EndpointError' }), 'INVALID_SETTINGS'],
  ['a source that hangs', errorLike({ name: 'TimeoutError' }), 'TIMEOUT'],
  ['a defect', new TypeError('x is undefined'), 'UNEXPECTED'],
];

describe('a failure before ECR was asked', () => {
  for (const [name, error, code] of beforeEcr) {
    it(`${name} is ${code}`, () => {
      assert.equal(failureOf(error, { endpointHost: undefined }).code, code);
    });
  }
});

describe('the details of a failure', () => {
  it('are all that the call reported, and nothing undefined', () => {
    const message = 'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: x';
    const report = { endpointHost: 'h', attempts: 3, httpStatus: 400, requestId: 'id' };
    const { details } = failureOf(errorLike({ name: 'AccessDeniedException', message }), report);
    assert.deepEqual(details, {
      ...report,
      region: 'eu-central-1',
      principal: 'arn:aws:iam::123456789012:user/ci',
      causeCode: 'AccessDeniedException',
      causeMessage: message,
    });
    const bare = failureOf(new Error('odd'), { endpointHost: undefined });
    assert.deepEqual(bare.details, { region: 'eu-central-1', causeMessage: 'odd' });
  });

  const hidden: readonly (readonly [name: string, error: Error])[] = [
    ['a JSON parser', new SyntaxError('Unexpected token \'S\', "SECRET" is not valid JSON')],
    [
      'a signature check',
      errorLike({ name: 'InvalidSignatureException', message: 'The Canonical String: SECRET' }),
    ],
    ['an answer with its body', Object.assign(new Error('SECRET'), { $responseBodyText: 'SECRET' })],
  ];
  for (const [name, error] of hidden) {
    it(`hold no words of ${name}, which may quote what is secret`, () => {
      assert.doesNotMatch(JSON.stringify(failureOf(error).details), /SECRET/);
    });
  }
});

describe('an error that nothing names', () => {
  it('is a setting that the SDK complains of, before anybody was asked', () => {
    const failure = failureOf(new Error('Invalid parameter for "defaultsMode"'), { endpointHost: undefined });
    assert.equal(failure.code, 'INVALID_SETTINGS');
    assert.equal(failure.details.causeMessage, 'Invalid parameter for "defaultsMode"');
  });

  it('is an answer that could not be read, where AWS said that all is well', () => {
    const failure = failureOf(new TypeError('Expected real number, got secret'), { httpStatus: 200 });
    assert.equal(failure.code, 'UNREADABLE_ANSWER');
    assert.equal(failure.details.causeMessage, undefined);
  });

  it('is unexpected after a request without an answer', () => {
    assert.equal(failureOf(new Error('odd')).code, 'UNEXPECTED');
  });
});
