import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AuthorizationData, decodeAuthorizationData } from '../../src/token/authorization-token.ts';
import { TokenError, type TokenErrorCode } from '../../src/token/token-error.ts';

const expiresAt = new Date('2026-11-22T08:30:15.987Z');
const proxyEndpoint = 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const entry = (changes: AuthorizationData = {}): AuthorizationData => ({
  authorizationToken: base64('AWS:secret'),
  expiresAt,
  proxyEndpoint,
  ...changes,
});
const thrownBy = (answer: readonly AuthorizationData[] | undefined): unknown => {
  try {
    return decodeAuthorizationData(answer);
  } catch (error) {
    return error;
  }
};

describe('a token that decodes', () => {
  it('gives every field, the token exactly as it came', () => {
    assert.deepEqual(decodeAuthorizationData([entry()]), {
      authorizationToken: 'QVdTOnNlY3JldA==',
      expiresAt: '2026-11-22T08:30:15Z',
      password: 'secret',
      proxyEndpoint,
      userName: 'AWS',
    });
  });

  it('is the first of several', () => {
    const others = [entry({ authorizationToken: base64('AWS:other') }), {}];
    assert.equal(decodeAuthorizationData([entry(), ...others]).password, 'secret');
  });

  const logins: readonly (readonly [name: string, login: string, userName: string, password: string])[] = [
    ['several colons: split at the first', 'AWS:a:b::c', 'AWS', 'a:b::c'],
    ['a password that starts with a colon', 'AWS::x', 'AWS', ':x'],
    ['a password of one character', 'A:b', 'A', 'b'],
    ['blanks and newlines, which stay', ' AWS : x\n', ' AWS ', ' x\n'],
    ['characters beyond ASCII', 'Ünï:pässwörd🔑', 'Ünï', 'pässwörd🔑'],
    ['a byte order mark, which stays', '\ufeffAWS:x', '\ufeffAWS', 'x'],
    ['base64 with plus and slash', 'AWS:~~~???>>>', 'AWS', '~~~???>>>'],
  ];
  for (const [name, login, userName, password] of logins) {
    it(name, () => {
      const token = decodeAuthorizationData([entry({ authorizationToken: base64(login) })]);
      assert.deepEqual([token.userName, token.password], [userName, password]);
    });
  }

  const expiries: readonly (readonly [given: string, shown: string])[] = [
    ['2026-11-22T08:30:15.000Z', '2026-11-22T08:30:15Z'],
    ['2026-11-22T08:30:15.999Z', '2026-11-22T08:30:15Z'],
    ['2026-11-22T08:30:15+05:30', '2026-11-22T03:00:15Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ];
  for (const [given, shown] of expiries) {
    it(`expires at ${given}: ${shown}`, () => {
      assert.equal(decodeAuthorizationData([entry({ expiresAt: new Date(given) })]).expiresAt, shown);
    });
  }
});

interface Refusal {
  readonly name: string;
  readonly answer: readonly AuthorizationData[] | undefined;
  readonly code: TokenErrorCode;
  readonly field?: string;
}

const withToken = (authorizationToken: string) => [entry({ authorizationToken })];
/** `AWS:Zm9vYmFy~?` in base64 holds a plus and a slash; what is done to it must not show in any error. */
const secret = 'AWS:\xfb\xff\xfeZm9vYmFyc2VjcmV0';
const encoded = base64(secret);

const refusals: readonly Refusal[] = [
  { name: 'no list', answer: undefined, code: 'NO_AUTHORIZATION_DATA' },
  { name: 'an empty list', answer: [], code: 'NO_AUTHORIZATION_DATA' },
  {
    name: 'no token',
    answer: [{ expiresAt, proxyEndpoint }],
    code: 'MISSING_FIELD',
    field: 'authorizationToken',
  },
  { name: 'an empty token', answer: withToken(''), code: 'MISSING_FIELD', field: 'authorizationToken' },
  {
    name: 'no expiry',
    answer: [entry({ expiresAt: undefined })],
    code: 'MISSING_FIELD',
    field: 'expiresAt',
  },
  {
    name: 'no proxy endpoint',
    answer: [entry({ proxyEndpoint: undefined })],
    code: 'MISSING_FIELD',
    field: 'proxyEndpoint',
  },
  {
    name: 'an empty proxy endpoint',
    answer: [entry({ proxyEndpoint: '' })],
    code: 'MISSING_FIELD',
    field: 'proxyEndpoint',
  },
  {
    name: 'a date that is none',
    answer: [entry({ expiresAt: new Date(Number.NaN) })],
    code: 'INVALID_EXPIRY',
  },
  {
    name: 'the URL-safe alphabet',
    answer: withToken(base64('AWS:~~~???>>>').replaceAll('+', '-').replaceAll('/', '_')),
    code: 'INVALID_TOKEN_ENCODING',
  },
  { name: 'a newline at its end', answer: withToken(`${encoded}\n`), code: 'INVALID_TOKEN_ENCODING' },
  {
    name: 'a blank within',
    answer: withToken(`${encoded.slice(0, 8)} ${encoded.slice(8)}`),
    code: 'INVALID_TOKEN_ENCODING',
  },
  { name: 'too little padding', answer: withToken('QVdTOnNlY3JldA='), code: 'INVALID_TOKEN_ENCODING' },
  { name: 'no padding', answer: withToken('QVdTOnNlY3JldA'), code: 'INVALID_TOKEN_ENCODING' },
  { name: 'too much padding', answer: withToken('QVdTOnNlY3JldA==='), code: 'INVALID_TOKEN_ENCODING' },
  { name: 'padding within', answer: withToken('QVdTOg==c2VjcmV0'), code: 'INVALID_TOKEN_ENCODING' },
  { name: 'nothing but padding', answer: withToken('===='), code: 'INVALID_TOKEN_ENCODING' },
  { name: 'the login in the clear', answer: withToken(secret), code: 'INVALID_TOKEN_ENCODING' },
  {
    name: 'bytes that are no UTF-8',
    answer: withToken(base64(Buffer.from('4157533aff', 'hex'))),
    code: 'INVALID_TOKEN_ENCODING',
  },
  { name: 'no colon', answer: withToken(base64('AWSsecret')), code: 'INVALID_TOKEN_FORMAT' },
  { name: 'an empty user', answer: withToken(base64(':secret')), code: 'INVALID_TOKEN_FORMAT' },
  { name: 'an empty password', answer: withToken(base64('AWS:')), code: 'INVALID_TOKEN_FORMAT' },
  { name: 'a colon alone', answer: withToken(base64(':')), code: 'INVALID_TOKEN_FORMAT' },
];

describe('an answer that is refused as a whole', () => {
  for (const { name, answer, code, field } of refusals) {
    it(`${name}: ${code}`, () => {
      const error = thrownBy(answer);
      assert.ok(error instanceof TokenError);
      assert.equal(error.code, code);
      assert.deepEqual(error.details, field === undefined ? {} : { field });
    });

    it(`${name}: the error carries nothing of the answer`, () => {
      const error = thrownBy(answer);
      assert.ok(error instanceof TokenError);
      assert.equal(error.message, code);
      assert.equal(error.cause, undefined);
      assert.deepEqual(Object.keys(error).sort(), ['code', 'details', 'name']);
    });
  }
});

describe('an answer of a form that AWS does not give', () => {
  const answers: readonly (readonly [name: string, changes: object, code: TokenErrorCode])[] = [
    ['a number for the token', { authorizationToken: 7 }, 'MISSING_FIELD'],
    ['an object for the endpoint', { proxyEndpoint: {} }, 'MISSING_FIELD'],
    ['an expiry after the year 9999', { expiresAt: new Date(8.64e15) }, 'INVALID_EXPIRY'],
    ['an expiry before the year 0', { expiresAt: new Date(-8.64e15) }, 'INVALID_EXPIRY'],
  ];
  for (const [name, changes, code] of answers) {
    it(`${name}: ${code}`, () => {
      const error = thrownBy([entry(changes as AuthorizationData)]);
      assert.ok(error instanceof TokenError);
      assert.equal(error.code, code);
    });
  }
});
