import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redactMessage } from '../../src/token/aws-failure.ts';

const key = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEYwJalrXUtnFEMI';
const arn =
  'arn:aws:sts::123456789012:assumed-role/a-role-with-a-very-long-name-indeed/session-0123456789abcdef';
const redactions: readonly (readonly [name: string, message: string, shown: string])[] = [
  ['short words', 'Rate exceeded', 'Rate exceeded'],
  ['long base64', `the key ${key} is bad`, 'the key [redacted] is bad'],
  ['long base64url', `token ${key.replaceAll('/', '_').replaceAll('+', '-')}`, 'token [redacted]'],
  ['long base64 within a word', `key=(${key})`, 'key=([redacted])'],
  ['an ARN', `User: ${arn} may not`, `User: ${arn} may not`],
  [
    'the path of a token file, which stays',
    "open '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
    "open '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
  ],
  [
    'a long host name, which stays',
    'getaddrinfo ENOTFOUND api.ecr-fips.us-gov-west-1.amazonaws.com',
    'getaddrinfo ENOTFOUND api.ecr-fips.us-gov-west-1.amazonaws.com',
  ],
  ['a JSON Web Token', 'token eyJhbGciOiJI.eyJzdWIi.c2ln', 'token [redacted]'],
  ['39 characters', 'a'.repeat(39), 'a'.repeat(39)],
  ['40 characters', 'a'.repeat(40), '[redacted]'],
  ['newlines and tabs', 'one\n\ttwo\r\nthree ', 'one two three'],
];

describe('redaction', () => {
  for (const [name, message, shown] of redactions) {
    it(`of ${name}`, () => assert.equal(redactMessage(message), shown));
  }

  it('bounds the length', () => assert.equal(redactMessage('word '.repeat(1_000)).length, 400));

  it('leaves no secret that is cut in two by the bound', () => {
    for (let before = 300; before < 810; before += 1) {
      const shown = redactMessage(`${'A'.repeat(before)} ${key}`);
      assert.ok(!shown.includes(key.slice(0, 20)), `${before} characters before the secret`);
    }
  });

  it('takes out a secret behind an ARN prefix in the same word', () => {
    assert.doesNotMatch(redactMessage(`arn:${key}${key}`), new RegExp(key.slice(0, 20).replace('/', '\\/')));
  });
});
