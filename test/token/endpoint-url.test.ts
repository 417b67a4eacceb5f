import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkEndpointVariables, isEndpointUrl } from '../../src/token/endpoint-url.ts';
import { TokenError } from '../../src/token/token-error.ts';

const urls: readonly (readonly [text: string, isOne: boolean])[] = [
  ['https://api.ecr.eu-central-1.amazonaws.com', true],
  ['http://127.0.0.1:4566/', true],
  ['localhost:4566', false],
  ['not a url', false],
  ['ftp://example.com', false],
  ['', false],
];

describe('an endpoint', () => {
  for (const [text, isOne] of urls) {
    it(`${JSON.stringify(text)} is ${isOne ? 'a' : 'no'} URL that a service can have`, () => {
      assert.equal(isEndpointUrl(text), isOne);
    });
  }
});

describe('the endpoint that the environment names', () => {
  const refused: readonly (readonly [env: Record<string, string>, variable: string])[] = [
    [{ AWS_ENDPOINT_URL: 'localhost:4566' }, 'AWS_ENDPOINT_URL'],
    [{ AWS_ENDPOINT_URL_ECR: 'nonsense', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'AWS_ENDPOINT_URL_ECR'],
  ];
  for (const [env, variable] of refused) {
    it(`is refused by name: ${variable}`, () => {
      assert.throws(
        () => checkEndpointVariables(env),
        (error) =>
          error instanceof TokenError &&
          error.code === 'INVALID_SETTINGS' &&
          error.details.causeMessage?.startsWith(`${variable} is not a URL`) === true,
      );
    });
  }

  it('is fine where the more special one is', () => {
    const env = { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1', AWS_ENDPOINT_URL: 'nonsense' };
    assert.doesNotThrow(() => checkEndpointVariables(env));
    assert.doesNotThrow(() => checkEndpointVariables({}));
    const ignored = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'nonsense' };
    assert.doesNotThrow(() => checkEndpointVariables(ignored));
  });
});
