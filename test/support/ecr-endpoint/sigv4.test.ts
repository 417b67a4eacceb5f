import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedSignature, type SignedRequest, signingKey } from './sigv4.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

describe('signingKey', () => {
  it("is the one of AWS's documentation", () => {
    const scope = { date: '20150830', region: 'us-east-1', service: 'iam' };
    assert.equal(
      Buffer.from(signingKey(secret, scope)).toString('hex'),
      'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
    );
  });
});

/** From AWS's published Signature Version 4 test suite, by the names it gives them. */
const published: readonly {
  readonly name: string;
  readonly method: string;
  readonly headers?: SignedRequest['headers'];
  readonly body?: string;
  readonly signature: string;
}[] = [
  {
    name: 'get-vanilla',
    method: 'GET',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'post-vanilla',
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    name: 'get-header-value-trim',
    method: 'GET',
    headers: { 'my-header1': [' value1'], 'my-header2': [' "a   b   c"'] },
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    name: 'post-x-www-form-urlencoded',
    method: 'POST',
    headers: { 'content-type': ['application/x-www-form-urlencoded'] },
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
];

describe('expectedSignature', () => {
  for (const { name, method, headers, body = '', signature } of published) {
    it(`agrees with the test suite of AWS: ${name}`, () => {
      const all = { host: ['example.amazonaws.com'], 'x-amz-date': ['20150830T123600Z'], ...headers };
      const claim = {
        scope: { date: '20150830', region: 'us-east-1', service: 'service' },
        amzDate: '20150830T123600Z',
        signedHeaders: Object.keys(all).sort(),
      };
      const request = { method, headers: all, body: Buffer.from(body) };
      assert.equal(expectedSignature(request, claim, secret), signature);
    });
  }
});
