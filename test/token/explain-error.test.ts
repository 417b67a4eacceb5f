import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainRegion, explainTokenError, quoted } from '../../src/token/explain-error.ts';
import { checkRegion } from '../../src/token/region.ts';
import { TokenError, type TokenErrorCode, type TokenErrorDetails } from '../../src/token/token-error.ts';
import { assertGoodDetail, assertTitleCase } from '../provider/wording.ts';

const all: Required<TokenErrorDetails> = {
  region: 'eu-central-1',
  endpointHost: 'api.ecr.eu-central-1.amazonaws.com',
  requestId: 'c0ffee00-0000-4000-8000-000000000001',
  attempts: 3,
  httpStatus: 418,
  principal: 'arn:aws:iam::123456789012:user/ci',
  causeCode: 'CauseCode',
  causeMessage: 'Words of AWS',
  field: 'proxyEndpoint',
  timeoutMs: 60_000,
};
const host = /api\.ecr\.eu-central-1\.amazonaws\.com/;

/** What the words for a code must say when everything is known. A record, so that no code is left out. */
const promises: Readonly<Record<TokenErrorCode, readonly RegExp[]>> = {
  ACCESS_DENIED: [
    /IAM action ecr:GetAuthorizationToken/,
    /arn:aws:iam::123456789012:user\/ci/,
    /eu-central-1/,
  ],
  AWS_ERROR: [host, /HTTP status 418/],
  CANCELLED: [/cancelled/],
  CLOCK_SKEW: [/clock of this machine/i],
  ENDPOINT_NOT_FOUND: [host, /Is the region "eu-central-1" right/, /AWS_ENDPOINT_URL_ECR/],
  ENDPOINT_UNREACHABLE: [host, /Is the region "eu-central-1" right/, /firewall, proxy/],
  ENDPOINT_UNTRUSTED: [host, /certificate/, /NODE_EXTRA_CA_CERTS/],
  EXPIRED_CREDENTIALS: [/expired/, /aws sso login/],
  INVALID_CREDENTIALS: [/AWS_SECRET_ACCESS_KEY/, /AWS_SESSION_TOKEN/, /profile/],
  INVALID_EXPIRY: [/expiry/, /AWS_ENDPOINT_URL/],
  INVALID_SETTINGS: [/AWS_USE_FIPS_ENDPOINT/, /endpoints/],
  INVALID_TOKEN_ENCODING: [/base64/, /AWS_ENDPOINT_URL/],
  INVALID_TOKEN_FORMAT: [/a user name, a colon and a password/, /AWS_ENDPOINT_URL/],
  MISSING_FIELD: [/proxyEndpoint/, /AWS_ENDPOINT_URL/],
  NO_AUTHORIZATION_DATA: [/no authorization data/, /AWS_ENDPOINT_URL/],
  NO_CREDENTIALS: [
    /AWS_ACCESS_KEY_ID/,
    /AWS_PROFILE/,
    /SSO/,
    /credential_process/,
    /AWS_WEB_IDENTITY_TOKEN_FILE/,
    /container/,
    /instance metadata/,
  ],
  NO_REGION: [/region argument.*provider\s+block.*AWS_REGION.*AWS_DEFAULT_REGION.*profile/s],
  SERVICE_UNAVAILABLE: [host, /HTTP status 418/, /after 3 attempts/],
  THROTTLED: [/after 3 attempts/, /eu-central-1/, /AWS_MAX_ATTEMPTS/],
  TIMEOUT: [host, /within 60 seconds/],
  UNEXPECTED: [/defect/, /report it/],
  UNREADABLE_ANSWER: [host, /not the JSON/, /AWS_ENDPOINT_URL/],
};
const codes = Object.keys(promises) as TokenErrorCode[];
const explain = (code: TokenErrorCode, details: TokenErrorDetails = {}) =>
  explainTokenError(new TokenError(code, details));

describe('the words for a failure', () => {
  for (const code of codes) {
    it(`${code}: a Title Case summary, whole sentences, nothing undefined`, () => {
      for (const details of [{}, all]) {
        const { summary, detail } = explain(code, details);
        assertTitleCase(summary);
        assertGoodDetail(detail);
      }
    });

    it(`${code}: say what they promise`, () => {
      const { detail } = explain(code, all);
      for (const promise of promises[code]) assert.match(detail, promise);
    });

    it(`${code}: end with the evidence, on lines of its own`, () => {
      const evidence =
        '\n\nCause: Words of AWS\nError code: CauseCode\nAWS request id: c0ffee00-0000-4000-8000-000000000001';
      assert.ok(explain(code, all).detail.endsWith(evidence));
      assert.ok(explain(code, { requestId: 'r' }).detail.endsWith('\n\nAWS request id: r'));
      assert.doesNotMatch(explain(code).detail, /\n/);
    });
  }

  it('make do without the principal', () => {
    assert.match(explain('ACCESS_DENIED').detail, /^The AWS identity in use may not call ecr:/);
  });

  it('suggest the region that was meant', () => {
    const { detail } = explain('ENDPOINT_NOT_FOUND', { region: 'us-esat-1' });
    assert.match(detail, /Is the region "us-esat-1" right \(did you mean "us-east-1"\)\?/);
  });

  it('name seconds below one', () => {
    assert.match(explain('TIMEOUT', { timeoutMs: 400 }).detail, /within 0\.4 seconds/);
  });
});

const regions: readonly (readonly [region: string, summary: string, detail: string])[] = [
  [
    '',
    'Invalid AWS Region',
    'The region is empty. Leave the argument out (or set it to null) to use the default region. The name of an AWS region looks like "us-east-1".',
  ],
  [
    'us-esat-2',
    'Unrecognized AWS Region',
    'The region "us-esat-2" looks like one of partition aws, but this version of the provider does not know it. It is used as it is. Did you mean "us-east-2"?',
  ],
  [
    'us-east-1a',
    'Invalid AWS Region',
    'The region "us-east-1a" is not the name of an AWS region. Did you mean "us-east-1"?',
  ],
  [
    'US-EAST-1',
    'Invalid AWS Region',
    'The region "US-EAST-1" is not the name of an AWS region. Did you mean "us-east-1"?',
  ],
  [
    'us_east_1',
    'Invalid AWS Region',
    'The region "us_east_1" is not the name of an AWS region. Did you mean "us-east-1"?',
  ],
  [
    'foo',
    'Invalid AWS Region',
    'The region "foo" is not the name of an AWS region. The name of an AWS region looks like "us-east-1".',
  ],
  [
    'moon-base-1',
    'Invalid AWS Region',
    'The region "moon-base-1" does not belong to any AWS partition. The name of an AWS region looks like "us-east-1".',
  ],
  [
    'eusc-de-south-77',
    'Unrecognized AWS Region',
    'The region "eusc-de-south-77" looks like one of partition aws-eusc, but this version of the provider does not know it. It is used as it is.',
  ],
];

describe('the words for a region', () => {
  for (const [region, summary, detail] of regions) {
    it(`${JSON.stringify(region)}: ${summary}`, () => {
      assert.deepEqual(explainRegion(region, checkRegion(region)), { summary, detail });
    });
  }

  it('show a hostile name on one line, escaped and cut', () => {
    const region = `us-east-1\n\u001b[31m${'x'.repeat(10_000)}`;
    const { detail } = explainRegion(region, checkRegion(region));
    assert.doesNotMatch(detail, /\n/);
    assert.ok(!detail.includes('\u001b'));
    assert.ok(detail.length < 300);
  });
});

describe('a quoted text', () => {
  const texts: readonly (readonly [text: string | undefined, shown: string])[] = [
    [undefined, '""'],
    ['a"b', '"a\\"b"'],
    ['a\nb', '"a\\nb"'],
    ['x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
  ];
  for (const [text, shown] of texts) {
    it(`${JSON.stringify(text)?.slice(0, 20)}`, () => assert.equal(quoted(text), shown));
  }
});
