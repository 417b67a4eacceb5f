import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type EcrHost, startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import type { PluginProcess } from '../support/plugin-process/plugin-process.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';
import { openToken } from '../support/plugin-process/token-resource.ts';

type LogLine = Readonly<Record<string, unknown>>;

function logOf(plugin: PluginProcess): LogLine[] {
  return plugin.stderr.lines().map((line) => JSON.parse(line) as LogLine);
}

const scope = sharedScope();
let host: EcrHost;
let log: LogLine[];

before(async () => {
  host = await startConfiguredHost(scope, { env: { TF_LOG: 'TRACE' } });
  const { client, ecr } = host;
  await client.terraform('GetProviderSchema');
  await openToken(client, { region: 'eu-west-1' }).answer;
  ecr.setFault({ kind: 'accessDenied' }, { region: 'eu-west-2' });
  await openToken(client, { region: 'eu-west-2' }).answer;
  await client.terraform('ValidateEphemeralResourceConfig', { type_name: 'aws_nothing' });
  await client.unaryBytes('/tfplugin6.Provider/GetFunctions', Buffer.from('ff', 'hex'));
  await client.unary('/plugin.GRPCController/Shutdown');
  await host.plugin.waitForExit();
  log = logOf(host.plugin);
});

describe('every line on stderr', () => {
  it('is a JSON object with what hclog asks for', () => {
    assert.ok(log.length >= 10, `${log.length} lines`);
    for (const line of log) {
      assert.match(String(line['@level']), /^(trace|debug|info|warn|error)$/);
      assert.match(String(line['@module']), /^ecr(\.[a-z0-9-]+)*$/);
      assert.match(String(line['@timestamp']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      assert.ok(String(line['@message']).length > 3, JSON.stringify(line));
    }
  });

  it('has a time at which it can have been written', () => {
    const ages = log.map((line) => Date.now() - Date.parse(String(line['@timestamp'])));
    assert.ok(
      ages.every((ageMs) => ageMs >= 0 && ageMs < 60_000),
      ages.join(),
    );
  });
});

describe('every RPC has a line with its name, duration and outcome', () => {
  const answered = (rpc: string) =>
    log.filter((line) => line['@message'] === 'RPC answered' && line.rpc === rpc);

  const expected = [
    { rpc: 'ConfigureProvider', outcomes: [{ outcome: 'ok', errors: 0 }] },
    { rpc: 'GetProviderSchema', outcomes: [{ outcome: 'ok', errors: 0 }] },
    {
      rpc: 'OpenEphemeralResource',
      outcomes: [
        { outcome: 'ok', errors: 0 },
        { outcome: 'ok', errors: 1 },
      ],
    },
    { rpc: 'ValidateEphemeralResourceConfig', outcomes: [{ outcome: 'ok', errors: 1 }] },
    { rpc: 'GetFunctions', outcomes: [{ outcome: 'failed', errors: undefined }] },
  ] as const;
  for (const { rpc, outcomes } of expected) {
    it(rpc, () => {
      const lines = answered(rpc);
      assert.deepEqual(
        lines.map(({ outcome, errors }) => ({ outcome, errors })),
        outcomes,
      );
      const durations = lines.map(({ duration_ms }) => Number(duration_ms));
      assert.ok(
        durations.every((ms) => ms >= 0 && ms < 30_000),
        durations.join(),
      );
    });
  }
});

describe('every AWS call has a line', () => {
  const calls = () => log.filter((line) => line['@message'] === 'asked ECR for an authorization token');

  it('with region, endpoint host, attempts, status, request id and duration', () => {
    const [line = assert.fail('no line')] = calls();
    const { region, endpoint_host, attempts, http_status, outcome } = line;
    assert.deepEqual(
      { region, endpoint_host, attempts, http_status, outcome },
      {
        region: 'eu-west-1',
        endpoint_host: new URL(host.ecr.url).host,
        attempts: 1,
        http_status: 200,
        outcome: 'ok',
      },
    );
    assert.match(String(line.aws_request_id), /^[0-9a-f-]{36}$/);
    assert.ok(Number(line.duration_ms) >= 0 && Number(line.duration_ms) < 30_000);
  });

  it('also when AWS refuses, with the reason', () => {
    const [, line = assert.fail('no second line')] = calls();
    const { region, attempts, http_status, outcome } = line;
    assert.deepEqual(
      { region, attempts, http_status, outcome },
      { region: 'eu-west-2', attempts: 1, http_status: 400, outcome: 'ACCESS_DENIED' },
    );
    assert.match(String(line.aws_request_id), /^[0-9a-f-]{36}$/);
  });

  it('and only one for each', () => {
    assert.equal(calls().length, host.ecr.calls.length);
  });

  it('that counts the attempts', async (t) => {
    const retrying = await startConfiguredHost(t, { env: { TF_LOG: 'DEBUG', AWS_MAX_ATTEMPTS: '3' } });
    retrying.ecr.setFault({ kind: 'serverError' }, { times: 2 });
    await openToken(retrying.client).answer;
    const [text] = await retrying.plugin.stderr.waitFor(/^.*asked ECR.*$/m);
    const { attempts, http_status, outcome } = JSON.parse(text) as LogLine;
    assert.deepEqual({ attempts, http_status, outcome }, { attempts: 3, http_status: 200, outcome: 'ok' });
  });
});

const levels = [
  { env: {}, lowest: 'warn' },
  { env: { TF_LOG: 'TRACE' }, lowest: 'trace' },
  { env: { TF_LOG: 'debug' }, lowest: 'debug' },
  { env: { TF_LOG: 'INFO' }, lowest: 'warn' },
  { env: { TF_LOG: 'ERROR' }, lowest: undefined },
  { env: { TF_LOG: 'OFF' }, lowest: undefined },
  { env: { TF_LOG: 'JSON' }, lowest: 'trace' },
  { env: { TF_LOG: 'WARN', TF_LOG_PROVIDER: 'TRACE' }, lowest: 'trace' },
  { env: { TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'ERROR' }, lowest: undefined },
  { env: { TF_LOG_PROVIDER: 'DEBUG' }, lowest: 'debug' },
  { env: { TF_LOG: 'loud' }, lowest: 'trace' },
  { env: { TF_LOG: 'TRACE', TF_LOG_PROVIDER: '' }, lowest: 'trace' },
] as const;

describe('the level', () => {
  const order = ['trace', 'debug', 'info', 'warn', 'error'];
  for (const { env, lowest } of levels) {
    it(`with ${JSON.stringify(env)} is such that the lowest line is ${lowest ?? 'absent'}`, async (t) => {
      // A start that has something to say at trace, debug and warn.
      const host = await startHost(t, { env: { ...env, PLUGIN_PROTOCOL_VERSIONS: '5' } });
      await host.client.terraform('GetMetadata');
      await host.client.unary('/plugin.GRPCController/Shutdown');
      await host.plugin.waitForExit();
      const seen = new Set(logOf(host.plugin).map((line) => line['@level']));
      assert.equal(
        order.find((level) => seen.has(level)),
        lowest,
      );
    });
  }
});
