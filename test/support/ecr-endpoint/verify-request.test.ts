import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ECRClientConfig } from '@aws-sdk/client-ecr';
import { type EcrEndpoint, startEcrEndpoint } from './endpoint.ts';
import { type RawCall, rawCall } from './raw-call.ts';
import { sha256Hex } from './sigv4.ts';
import {
  alterAfterSigning,
  type OutgoingRequest,
  outcomeOf,
  sdkClient,
  testCredentials,
} from './test-client.ts';

const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary', sessionToken: 'session' };
const minuteMs = 60_000;

const token = /^token$/;
const unknownKey = /^UnrecognizedClientException: The security token included in the request is invalid/;
const mismatch = /^InvalidSignatureException: The request signature we calculated does not match/;
const wrongScope = /^InvalidSignatureException: (Credential should be scoped|Date in Credential scope)/;
const unsignedHeader = /^InvalidSignatureException: .* must be a signed header/;
const wrongOrder = /^InvalidSignatureException: SignedHeaders must be/;

const signers: readonly { readonly name: string; readonly config: ECRClientConfig; readonly sees: RegExp }[] =
  [
    { name: 'right keys', config: {}, sees: token },
    { name: 'right temporary keys', config: { credentials: temporary }, sees: token },
    {
      name: 'a wrong secret',
      config: { credentials: { ...testCredentials, secretAccessKey: 'wrong' } },
      sees: mismatch,
    },
    {
      name: 'an unknown key',
      config: { credentials: { ...testCredentials, accessKeyId: 'AKIDUNKNOWN' } },
      sees: unknownKey,
    },
    {
      name: 'a wrong session token',
      config: { credentials: { ...temporary, sessionToken: 'other' } },
      sees: unknownKey,
    },
    {
      name: 'no session token where one is due',
      config: { credentials: { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary' } },
      sees: unknownKey,
    },
    {
      name: 'a session token where none is due',
      config: { credentials: { ...testCredentials, sessionToken: 'session' } },
      sees: unknownKey,
    },
    {
      name: 'a date 6 minutes ago',
      config: { systemClockOffset: -6 * minuteMs },
      sees: /^InvalidSignatureException: Signature expired: .* earlier than \d{8}T\d{6}Z$/,
    },
    {
      name: 'a date in 6 minutes',
      config: { systemClockOffset: 6 * minuteMs },
      sees: /^InvalidSignatureException: Signature not yet current: .* later than \d{8}T\d{6}Z$/,
    },
    { name: 'a date 4 minutes ago', config: { systemClockOffset: -4 * minuteMs }, sees: token },
    { name: 'a date in 4 minutes', config: { systemClockOffset: 4 * minuteMs }, sees: token },
  ];

/** As long as the SDK's `{}`, for the content length is signed as well. */
const otherBody = Buffer.from('[]');
const tamperings: readonly {
  readonly name: string;
  readonly alter: (request: OutgoingRequest) => void;
  readonly sees: RegExp;
}[] = [
  { name: 'nothing', alter: () => {}, sees: token },
  {
    name: 'the body',
    alter: (request) => {
      request.body = otherBody;
    },
    sees: mismatch,
  },
  {
    name: 'the body and its hash',
    alter: (request) => {
      request.body = otherBody;
      request.headers['x-amz-content-sha256'] = sha256Hex(otherBody);
    },
    sees: mismatch,
  },
  { name: 'the region', alter: editAuthorization('/eu-central-1/', '/eu-west-1/'), sees: mismatch },
  { name: 'the service', alter: editAuthorization('/ecr/', '/sts/'), sees: wrongScope },
  { name: 'the day of the scope', alter: editAuthorization(/\/\d{8}\//, '/20200101/'), sees: wrongScope },
  { name: 'one digit of the signature', alter: flipLastDigit, sees: mismatch },
  {
    name: 'the list of signed headers, host left out',
    alter: editAuthorization(';host;', ';'),
    sees: unsignedHeader,
  },
  {
    name: 'the list of signed headers, target left out',
    alter: editAuthorization(';x-amz-target', ''),
    sees: unsignedHeader,
  },
  {
    name: 'the order of the signed headers',
    alter: editAuthorization('host;x-amz-content-sha256;x-amz-date', 'x-amz-date;host;x-amz-content-sha256'),
    sees: wrongOrder,
  },
  { name: 'an x-amz- header, added', alter: setHeader('x-amz-meta-added', 'x'), sees: unsignedHeader },
  { name: 'the date', alter: setHeader('x-amz-date', '20200101T000000Z'), sees: wrongScope },
  { name: 'the payload hash', alter: setHeader('x-amz-content-sha256', 'UNSIGNED-PAYLOAD'), sees: mismatch },
  {
    name: 'the scheme',
    alter: editAuthorization('AWS4-HMAC-SHA256', 'AWS5'),
    sees: /^IncompleteSignatureException: /,
  },
  {
    name: 'the Authorization header, removed',
    alter: (request) => {
      delete request.headers.authorization;
    },
    sees: /^MissingAuthenticationTokenException: /,
  },
];

const halfSigned: readonly { readonly name: string; readonly call: RawCall; readonly says: RegExp }[] = [
  { name: 'leaves out the host', call: { unsigned: ['host'] }, says: /must be a signed header/ },
  { name: 'leaves out the date', call: { unsigned: ['x-amz-date'] }, says: /must be a signed header/ },
  { name: 'leaves out the target', call: { unsigned: ['x-amz-target'] }, says: /must be a signed header/ },
  {
    name: 'leaves out the session token',
    call: { headers: { 'x-amz-security-token': 'session' }, unsigned: ['x-amz-security-token'] },
    says: /must be a signed header/,
  },
  { name: 'counts in a header that is not there', call: { phantom: ['x-none'] }, says: /not a complete/ },
  {
    name: 'belongs to another payload hash',
    call: { headers: { 'x-amz-content-sha256': sha256Hex(otherBody) } },
    says: /does not match/,
  },
];

describe('the verification of signatures', () => {
  let ecr: EcrEndpoint;
  before(async () => {
    ecr = await startEcrEndpoint({ credentials: [testCredentials, temporary] });
  });
  after(() => ecr.close());

  for (const { name, config, sees } of signers) {
    it(`answers ${name} with ${sees.source}`, async () => {
      assert.match(await outcomeOf(sdkClient(ecr, config)), sees);
      assert.equal(ecr.calls.at(-1)?.verified, sees === token);
    });
  }

  for (const { name, alter, sees } of tamperings) {
    it(`answers a request altered in ${name} with ${sees.source}`, async () => {
      const tokensBefore = ecr.issued.length;
      const client = sdkClient(ecr);
      let altered = false;
      alterAfterSigning(client, (request) => {
        const original = JSON.stringify([request.headers, [...request.body]]);
        alter(request);
        altered = original !== JSON.stringify([request.headers, [...request.body]]);
      });
      assert.match(await outcomeOf(client), sees);
      assert.equal(altered, name !== 'nothing', 'the alteration must have had something to alter');
      assert.equal(ecr.issued.length - tokensBefore, sees === token ? 1 : 0);
    });
  }

  for (const { name, call, says } of halfSigned) {
    it(`refuses a signature that is right but ${name}`, async () => {
      const response = await rawCall(ecr.url, call);
      assert.equal(response.status, 400);
      assert.match(await response.text(), says);
      assert.equal(ecr.calls.at(-1)?.verified, false);
    });
  }

  it('accepts the same raw call when all is signed', async () => {
    assert.equal((await rawCall(ecr.url)).status, 200);
  });

  it('sends nothing back that a stranger sent', async () => {
    const response = await rawCall(ecr.url, { region: 'echo-echo', at: new Date(0) });
    assert.doesNotMatch(await response.text(), /echo|AKIDEXAMPLE|1970/);
  });
});

function editAuthorization(from: string | RegExp, to: string) {
  return (request: OutgoingRequest) => {
    request.headers.authorization = (request.headers.authorization ?? '').replace(from, to);
  };
}

function flipLastDigit(request: OutgoingRequest) {
  const text = request.headers.authorization ?? '';
  request.headers.authorization = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
}

function setHeader(name: string, value: string) {
  return (request: OutgoingRequest) => {
    request.headers[name] = value;
  };
}
