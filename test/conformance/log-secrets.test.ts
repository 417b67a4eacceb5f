import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EcrFault } from '../support/ecr-endpoint/faults.ts';
import { hexValue, msgpackValue } from '../support/plugin-process/cty-value.ts';
import {
  awsCredentials,
  type EcrHost,
  startConfiguredHost,
  startHangingOpen,
} from '../support/plugin-process/ecr-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenType } from '../support/plugin-process/token-resource.ts';
import { describeHits, searchSecrets } from '../support/secrets/search.ts';

const scope = sharedScope();
let host: EcrHost;
/** Every diagnostic that was given, as one text. */
let told = '';

/** What a server that means no good could send to have it logged. */
const echoed = awsCredentials.sessionToken;
const faults: readonly EcrFault[] = [
  { kind: 'accessDenied' },
  { kind: 'expiredCredentials' },
  { kind: 'serverError' },
  { kind: 'notJson' },
  { kind: 'truncatedJson' },
  { kind: 'badBase64' },
  { kind: 'noColon' },
  { kind: 'emptyUser' },
  { kind: 'missingField', field: 'proxyEndpoint' },
  { kind: 'severalColons' },
  { kind: 'reset' },
  { kind: 'redirect' },
  { kind: 'raw', status: 200, body: `{"authorizationData":[{"authorizationToken":"${echoed}"` },
  {
    kind: 'raw',
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'ValidationException', message: `bad token ${echoed}` }),
  },
  {
    kind: 'raw',
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'InvalidSignatureException', message: `x-amz-security-token:${echoed}` }),
  },
];

/** A value in a configuration that can't be read: it must not be quoted. */
const configSecret = 'configuration-secret-0123456789';

before(async () => {
  host = await startConfiguredHost(scope, {
    env: { TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'TRACE', AWS_SDK_LOG: 'trace' },
  });
  const { client, ecr } = host;
  const note = (diagnostics: readonly { summary: string; detail: string }[]) => {
    told += diagnostics.map(({ summary, detail }) => `${summary}\n${detail}\n`).join('');
  };
  for (const fault of [undefined, ...faults]) {
    ecr.setFault(fault);
    const opened = await openToken(client).answer;
    note(opened.diagnostics);
    const instance = { type_name: tokenType, private: opened.private };
    note((await client.terraform('RenewEphemeralResource', instance)).diagnostics);
    note((await client.terraform('CloseEphemeralResource', instance)).diagnostics);
  }
  const unreadable = Buffer.from(configSecret).toString('hex');
  const configs = [
    msgpackValue({ password: configSecret, region: [configSecret] }),
    hexValue(`81 a6 726567696f6e d9 ff ${unreadable}`),
    { json: Buffer.from(`{"region": "${configSecret}`) },
  ];
  for (const config of configs) {
    note((await client.terraform('OpenEphemeralResource', { type_name: tokenType, config })).diagnostics);
  }
  ecr.setFault(undefined);
  await startHangingOpen(host, 'eu-west-1');
  await client.terraform('StopProvider');
  await client.unary('/plugin.GRPCController/Shutdown');
  await host.plugin.waitForExit();
});

describe('at the most talkative level', () => {
  it('enough is logged for a search to mean something', () => {
    const opens = host.plugin.stderr.text().match(/"RPC answered".*OpenEphemeralResource/g) ?? [];
    assert.ok(opens.length >= faults.length, `${opens.length} lines`);
    assert.ok(host.ecr.issued.length >= 5, `${host.ecr.issued.length} tokens`);
    assert.ok(told.length > 1_000, told);
  });

  it('no secret is on stderr, on stdout or in a diagnostic, in any form', () => {
    const secrets = [
      { label: 'secret access key', text: awsCredentials.secretAccessKey },
      { label: 'session token', text: awsCredentials.sessionToken },
      { label: 'access key id', text: awsCredentials.accessKeyId },
      { label: 'value in the configuration', text: configSecret },
      ...host.ecr.issued.flatMap(({ password, authorizationToken }, index) => [
        { label: `password ${index}`, text: password },
        { label: `token ${index}`, text: authorizationToken },
      ]),
    ];
    const texts = {
      stderr: host.plugin.stderr.text(),
      stdout: host.plugin.stdout.text(),
      diagnostics: told,
    };
    assert.equal(describeHits(searchSecrets(secrets, { texts, paths: [host.plugin.scratch.path] }).hits), '');
  });
});
