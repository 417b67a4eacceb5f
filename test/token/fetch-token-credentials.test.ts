import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { TokenErrorCode } from '../../src/token/token-error.ts';
import { type EcrEndpoint, startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';
import {
  type AwsEnvironment,
  type AwsVariables,
  isolateAwsEnvironment,
  testKeys,
} from './aws-environment.ts';
import { patient, recordedCore, tokenErrorOf } from './recorded-core.ts';

const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary', sessionToken: 'session' };
let environment: AwsEnvironment;
let ecr: EcrEndpoint;
before(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials, temporary] });
});
after(() => ecr.close());
beforeEach(() => {
  environment = isolateAwsEnvironment();
});
afterEach(() => environment.restore());

const denied = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/ci is not authorized to perform:
sts:AssumeRole</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
const roleProfile = `[profile role]
role_arn = arn:aws:iam::123456789012:role/ecr
source_profile = base
region = eu-central-1
[profile base]
aws_access_key_id = AKIDBASE
aws_secret_access_key = base
`;
const lease = (core = recordedCore().core) =>
  core.leaseToken({ region: 'eu-central-1', endpoint: ecr.url }, patient());

const accepted: readonly (readonly [name: string, variables: AwsVariables, accessKeyId: string])[] = [
  ['static keys', testKeys, 'AKIDEXAMPLE'],
  [
    'keys of a session',
    { AWS_ACCESS_KEY_ID: 'ASIATEMPORARY', AWS_SECRET_ACCESS_KEY: 'temporary', AWS_SESSION_TOKEN: 'session' },
    'ASIATEMPORARY',
  ],
];

interface Refused {
  readonly name: string;
  readonly variables: AwsVariables;
  readonly code: TokenErrorCode;
}

const refused: readonly Refused[] = [
  { name: 'nothing at all', variables: {}, code: 'NO_CREDENTIALS' },
  { name: 'a key without its secret', variables: { AWS_ACCESS_KEY_ID: 'AKID' }, code: 'NO_CREDENTIALS' },
  { name: 'a profile that does not exist', variables: { AWS_PROFILE: 'nobody' }, code: 'NO_CREDENTIALS' },
  {
    name: 'an unknown key',
    variables: { ...testKeys, AWS_ACCESS_KEY_ID: 'AKIDUNKNOWN' },
    code: 'INVALID_CREDENTIALS',
  },
  {
    name: 'a wrong secret',
    variables: { ...testKeys, AWS_SECRET_ACCESS_KEY: 'wrongSECRETwrongSECRET' },
    code: 'INVALID_CREDENTIALS',
  },
  {
    name: 'a session without its token',
    variables: { AWS_ACCESS_KEY_ID: 'ASIATEMPORARY', AWS_SECRET_ACCESS_KEY: 'temporary' },
    code: 'INVALID_CREDENTIALS',
  },
  {
    name: 'a web identity token that is not there',
    variables: {
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nonexistent/token',
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/ci',
    },
    code: 'NO_CREDENTIALS',
  },
];

describe('credentials of the default chain', () => {
  for (const [name, variables, accessKeyId] of accepted) {
    it(`are taken: ${name}`, async () => {
      environment.set(variables);
      await lease();
      assert.equal(ecr.calls.at(-1)?.accessKeyId, accessKeyId);
      assert.equal(ecr.calls.at(-1)?.verified, true);
    });
  }

  for (const { name, variables, code } of refused) {
    it(`fail as ${code}: ${name}`, async () => {
      environment.set(variables);
      const error = await tokenErrorOf(lease());
      assert.equal(error.code, code);
      assert.equal(error.details.region, 'eu-central-1');
      assert.doesNotMatch(JSON.stringify(error.details), /SECRET|temporary|wJalr/);
    });
  }

  it('fail as NO_CREDENTIALS where STS gives no role, in its own words', async () => {
    const sts = createServer((_, response) =>
      response.writeHead(403, { 'content-type': 'text/xml' }).end(denied),
    );
    await once(sts.listen(0, '127.0.0.1'), 'listening');
    const { port } = sts.address() as AddressInfo;
    writeFileSync(join(environment.home, 'config'), roleProfile);
    environment.set({ AWS_PROFILE: 'role', AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` });
    const { code, details } = await tokenErrorOf(lease());
    sts.close();
    assert.equal(code, 'NO_CREDENTIALS');
    assert.match(details.causeMessage ?? '', /^User: arn:aws:iam::123456789012:user\/ci .* sts:AssumeRole/);
    assert.equal(details.endpointHost, undefined);
  });

  it('are looked for anew after there were none', async () => {
    const { core } = recordedCore();
    await tokenErrorOf(lease(core));
    environment.set(testKeys);
    assert.equal((await lease(core)).token.userName, 'AWS');
  });

  it('are missed without a request to AWS', async () => {
    const before = ecr.calls.length;
    await tokenErrorOf(lease());
    assert.equal(ecr.calls.length, before);
  });
});

describe('keys in the environment', () => {
  it('win over AWS_PROFILE, as they do for the AWS CLI and hashicorp/aws', async () => {
    writeFileSync(
      join(environment.home, 'credentials'),
      '[other]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = other\n',
    );
    environment.set({ ...testKeys, AWS_PROFILE: 'other' });
    const asked = ecr.calls.length;
    await lease();
    assert.deepEqual(
      ecr.calls.slice(asked).map(({ accessKeyId }) => accessKeyId),
      ['AKIDEXAMPLE'],
    );
  });

  it('with a line break in one of them are told apart from a defect', async () => {
    environment.set({ ...testKeys, AWS_SESSION_TOKEN: 'session\n' });
    await assert.rejects(lease(), { code: 'INVALID_CREDENTIALS' });
  });
});

describe('an endpoint that a profile names', () => {
  it('is refused before anything is sent, when it is no URL for HTTP', async () => {
    writeFileSync(join(environment.home, 'config'), '[default]\nendpoint_url = localhost:18083\n');
    environment.set(testKeys);
    const { core } = recordedCore();
    const { code, details } = await tokenErrorOf(core.leaseToken({ region: 'eu-central-1' }, patient()));
    assert.equal(code, 'INVALID_SETTINGS');
    assert.equal(details.endpointHost, undefined);
  });
});
