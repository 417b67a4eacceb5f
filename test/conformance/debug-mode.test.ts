import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { msgpackValue } from '../support/plugin-process/cty-value.ts';
import { ecrEnvironment, startEcr } from '../support/plugin-process/ecr-host.ts';
import { connectTo } from '../support/plugin-process/plugin-client.ts';
import { type PluginProcessOptions, startPluginProcess } from '../support/plugin-process/plugin-process.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { openToken, told } from '../support/plugin-process/token-resource.ts';

interface Reattach {
  readonly Protocol: string;
  readonly ProtocolVersion: number;
  readonly Pid: number;
  readonly Test: boolean;
  readonly Addr: { readonly Network: string; readonly String: string };
}

/** Starts the plugin with `--debug` and reads what it prints to export. */
async function startDebug(
  scope: TestScope,
  args: readonly string[] = [],
  options: PluginProcessOptions = {},
) {
  const plugin = startPluginProcess(scope, { ...options, args: ['--debug', ...args] });
  const [, json = ''] = await plugin.stdout.waitFor(/^ *export TF_REATTACH_PROVIDERS='(.*)'$/m);
  const [[address, reattach] = assert.fail(json)] = Object.entries(
    JSON.parse(json) as Record<string, Reattach>,
  );
  const attach = () => {
    const client = connectTo(`unix:${reattach.Addr.String}`, credentials.createInsecure());
    scope.after(() => client.close());
    return client;
  };
  return { plugin, address, reattach, attach };
}

describe('--debug', () => {
  it('prints TF_REATTACH_PROVIDERS for the address of the docs', async (t) => {
    const { plugin, address, reattach } = await startDebug(t);
    assert.equal(address, 'terraform.internal/ecr/ecr');
    const { Addr, ...rest } = reattach;
    assert.deepEqual(rest, { Protocol: 'grpc', ProtocolVersion: 6, Pid: plugin.pid, Test: true });
    assert.equal(Addr.Network, 'unix');
    assert.ok(statSync(Addr.String).isSocket());
    assert.equal(statSync(dirname(Addr.String)).mode & 0o777, 0o700);
  });

  it('takes another address with --address', async (t) => {
    const { address } = await startDebug(t, ['--address', 'providers.example/hashicorp/aws']);
    assert.equal(address, 'providers.example/hashicorp/aws');
  });

  it('needs no magic cookie, and heeds none of the variables that a host sets', async (t) => {
    const env = { PLUGIN_CLIENT_CERT: 'no certificate', PLUGIN_UNIX_SOCKET_DIR: '/nonexistent' };
    const { attach } = await startDebug(t, [], { env });
    assert.deepEqual((await attach().terraform('GetProviderSchema')).diagnostics, []);
  });

  it('outlives its hosts: Shutdown is answered, and the next one is served', async (t) => {
    const ecr = await startEcr(t);
    const { attach } = await startDebug(t, [], { env: ecrEnvironment(ecr) });
    for (const region of ['us-east-1', 'eu-west-1', 'us-east-1']) {
      const client = attach();
      client.openStream('/plugin.GRPCStdio/StreamStdio');
      const config = msgpackValue({ region, endpoints: [] });
      assert.deepEqual(told(await client.terraform('ConfigureProvider', { config })), []);
      const opened = await openToken(client).answer;
      assert.deepEqual(told(opened), []);
      assert.equal(ecr.calls.at(-1)?.region, region);
      await client.terraform('CloseEphemeralResource', {
        type_name: 'aws_ecr_authorization_token',
        private: opened.private,
      });
      assert.deepEqual(await client.unary('/plugin.GRPCController/Shutdown'), {});
      client.close();
    }
    assert.equal(ecr.calls.length, 3);
  });

  it('takes a message of 5 MB', async (t) => {
    const { attach } = await startDebug(t);
    const config = msgpackValue({ region: 'x'.repeat(5_000_000), endpoints: [] });
    const { diagnostics } = await attach().terraform('ValidateProviderConfig', { config });
    assert.equal(diagnostics[0]?.summary, 'Invalid AWS Region');
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops on ${signal} with exit code 0, also with a host attached, and leaves nothing`, async (t) => {
      const { plugin, reattach, attach } = await startDebug(t);
      await attach().terraform('GetMetadata');
      plugin.signal(signal);
      assert.deepEqual(await plugin.waitForExit(), { code: 0, signal: null });
      assert.equal(existsSync(reattach.Addr.String), false);
      assert.deepEqual(readdirSync(plugin.scratch.temporary), []);
    });
  }
});
