import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
import { type EcrHost, startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

const scope = sharedScope();
let host: EcrHost;
before(async () => {
  host = await startConfiguredHost(scope);
});

const faults: readonly { fault: EcrFault; summary: string; detail: RegExp }[] = [
  {
    fault: { kind: 'accessDenied' },
    summary: 'Access Denied by Amazon ECR',
    detail: /assumed-role\/ci\/session.*ecr:GetAuthorizationToken.*AWS request id: /s,
  },
  { fault: { kind: 'expiredCredentials' }, summary: 'AWS Credentials Expired', detail: /have expired/ },
  {
    fault: { kind: 'throttling' },
    summary: 'Throttled by Amazon ECR',
    detail: /after 1 attempts|AWS_MAX_ATTEMPTS/,
  },
  { fault: { kind: 'serverError' }, summary: 'Amazon ECR Unavailable', detail: /HTTP status 500/ },
  { fault: { kind: 'reset' }, summary: 'Amazon ECR Endpoint Unreachable', detail: /127\.0\.0\.1:\d+/ },
  { fault: { kind: 'notJson' }, summary: 'Unreadable Answer from Amazon ECR', detail: /127\.0\.0\.1:\d+/ },
  {
    fault: { kind: 'truncatedJson' },
    summary: 'Unreadable Answer from Amazon ECR',
    detail: /127\.0\.0\.1:\d+/,
  },
  {
    fault: { kind: 'emptyList' },
    summary: 'Incomplete Answer from Amazon ECR',
    detail: /no authorization data/,
  },
  {
    fault: { kind: 'missingField', field: 'authorizationToken' },
    summary: 'Incomplete Answer from Amazon ECR',
    detail: /no authorizationToken/,
  },
  {
    fault: { kind: 'missingField', field: 'expiresAt' },
    summary: 'Incomplete Answer from Amazon ECR',
    detail: /no expiresAt/,
  },
  {
    fault: { kind: 'missingField', field: 'proxyEndpoint' },
    summary: 'Incomplete Answer from Amazon ECR',
    detail: /no proxyEndpoint/,
  },
  { fault: { kind: 'badBase64' }, summary: 'Invalid Authorization Token', detail: /not base64/ },
  {
    fault: { kind: 'noColon' },
    summary: 'Invalid Authorization Token',
    detail: /a user name, a colon and a password/,
  },
  {
    fault: { kind: 'emptyUser' },
    summary: 'Invalid Authorization Token',
    detail: /a user name, a colon and a password/,
  },
  {
    fault: { kind: 'emptyPassword' },
    summary: 'Invalid Authorization Token',
    detail: /a user name, a colon and a password/,
  },
];

describe('a failure of AWS is one error and never part of a result', () => {
  for (const { fault, summary, detail } of faults) {
    const name = 'field' in fault ? `${fault.kind} ${fault.field}` : fault.kind;
    it(`${name}: ${summary}`, async () => {
      host.ecr.setFault(fault, { region: 'us-east-1' });
      const opened = await openToken(host.client).answer;
      assert.deepEqual(told(opened), [`ERROR ${summary}`]);
      assert.match(opened.diagnostics[0]?.detail ?? '', detail);
      assert.deepEqual(
        { result: opened.result, deferred: opened.deferred },
        { result: null, deferred: null },
      );
      assert.equal(opened.private?.length ?? 0, 0);
    });

    it(`${name}: is not remembered, the next Open works`, async () => {
      host.ecr.setFault(undefined);
      const asked = host.ecr.calls.length;
      const opened = await openToken(host.client).answer;
      assert.deepEqual(told(opened), []);
      assert.equal(host.ecr.calls.length, asked + 1);
      await host.client.terraform('CloseEphemeralResource', {
        type_name: 'aws_ecr_authorization_token',
        private: opened.private,
      });
    });
  }
});

describe('without credentials', () => {
  it('the error lists where they were looked for, and AWS is asked nothing', async (t) => {
    const none = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_SESSION_TOKEN: undefined,
    };
    const { client, ecr } = await startConfiguredHost(t, { env: none });
    const opened = await openToken(client).answer;
    assert.deepEqual(told(opened), ['ERROR No Valid AWS Credentials Found']);
    assert.match(
      opened.diagnostics[0]?.detail ?? '',
      /AWS_ACCESS_KEY_ID.*AWS_PROFILE.*AWS_WEB_IDENTITY_TOKEN_FILE/s,
    );
    assert.equal(ecr.calls.length, 0);
  });

  it('that are right, the signature is refused', async (t) => {
    const { client } = await startConfiguredHost(t, { env: { AWS_SECRET_ACCESS_KEY: 'wrong' } });
    assert.deepEqual(told(await openToken(client).answer), ['ERROR AWS Credentials Not Accepted']);
  });
});
