import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { tokenAndLogin } from './configuration.ts';
import { withScene } from './scene.ts';

interface Failure {
  readonly fault?: EcrFault;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly summary: string;
  readonly says: readonly string[];
}

const noCredentials = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
};

const failures: Readonly<Record<string, Failure>> = {
  'no credentials': {
    env: noCredentials,
    summary: 'No Valid AWS Credentials Found',
    says: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  },
  'AWS denies': {
    fault: { kind: 'accessDenied' },
    summary: 'Access Denied by Amazon ECR',
    says: [
      'ecr:GetAuthorizationToken',
      'arn:aws:sts::123456789012:assumed-role/ci/session',
      'AWS request id:',
    ],
  },
  'expired credentials': {
    fault: { kind: 'expiredCredentials' },
    summary: 'AWS Credentials Expired',
    says: ['have expired'],
  },
  'a mistyped secret key': {
    env: { AWS_SECRET_ACCESS_KEY: 'not-the-key-that-was-given-out' },
    summary: 'AWS Credentials Not Accepted',
    says: ['AWS_SECRET_ACCESS_KEY'],
  },
  'nothing listens at the endpoint': {
    env: { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' },
    summary: 'Amazon ECR Endpoint Unreachable',
    says: ['127.0.0.1:1', 'Is the region "us-east-1" right'],
  },
  throttling: {
    fault: { kind: 'throttling' },
    env: { AWS_MAX_ATTEMPTS: '2' },
    summary: 'Throttled by Amazon ECR',
    says: ['after 2 attempts'],
  },
  'an answer that is not JSON': {
    fault: { kind: 'notJson' },
    summary: 'Unreadable Answer from Amazon ECR',
    says: ['not the JSON'],
  },
  'a clock that is off': {
    // Without a Date header there is nothing that the SDK could correct its clock by.
    fault: {
      kind: 'raw',
      status: 400,
      body: '{"__type":"InvalidSignatureException","message":"Signature expired: 1 is now earlier than 2"}',
    },
    env: { AWS_MAX_ATTEMPTS: '1' },
    summary: 'Clock Skew Too Large for AWS',
    says: ['clock of this machine'],
  },
};

describeOnEachHost('a failure is explained at the block', (host) => {
  for (const [name, { fault, env, summary, says }] of Object.entries(failures)) {
    it(name, () =>
      withScene(
        host,
        { files: { 'main.tf': tokenAndLogin }, env: env ?? {} },
        async ({ endpoint, workspace }) => {
          endpoint.setFault(fault);
          const { exitCode, stderr } = await workspace.plan();
          assert.equal(exitCode, 1);
          const text = stderr.replaceAll(/\s+/g, ' ');
          assert.ok(text.includes(`Error: ${summary} `), stderr);
          assert.ok(
            text.includes('with ephemeral.aws_ecr_authorization_token.token, on main.tf line 8'),
            stderr,
          );
          for (const words of says) assert.ok(text.includes(words), `${words} is not in:\n${stderr}`);
          assert.doesNotMatch(stderr, /plugin6|rpc error|\bat .*\.(?:js|ts):\d/i);
        },
      ),
    );
  }
});
