import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import type { PluginHost } from '../support/plugin-process/plugin-host.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { openToken } from '../support/plugin-process/token-resource.ts';

interface CoverageReport {
  readonly result: readonly {
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/** Packages that must not be loaded before they are needed, by a module that each of them starts with. */
const modules = {
  'AWS SDK': 'src/token/ecr-client.ts',
  '@aws-sdk/credential-provider-node':
    'node_modules/@aws-sdk/credential-provider-node/dist-es/defaultProvider.js',
  '@grpc/proto-loader': 'node_modules/@grpc/proto-loader/build/src/index.js',
  '@grpc/reflection': 'node_modules/@grpc/reflection/build/src/implementations/reflection-v1.js',
  protobufjs: 'node_modules/protobufjs/src/index.js',
} as const;

/**
 * Which of them a plugin ran, by V8's own count of calls: in the bundle each module is a function with the module's
 * name, called when it is loaded.
 */
async function loadedBy(scope: TestScope, use: (host: PluginHost) => Promise<unknown>): Promise<string[]> {
  const scratch = makeScratchDirectory(scope);
  const coverage = join(scratch.path, 'coverage');
  mkdirSync(coverage);
  const host = await startConfiguredHost(scope, { scratch, env: { NODE_V8_COVERAGE: coverage } });
  await use(host);
  await host.client.unary('/plugin.GRPCController/Shutdown');
  await host.plugin.waitForExit();
  const counts = readCounts(coverage);
  for (const [name, module] of Object.entries(modules)) {
    assert.ok(counts.has(module), `${name}: the bundle has no function ${module}`);
  }
  return Object.entries(modules).flatMap(([name, module]) => (counts.get(module) ? [name] : []));
}

function readCounts(directory: string): ReadonlyMap<string, number> {
  const reports = readdirSync(directory).map(
    (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as CoverageReport,
  );
  const functions = reports.flatMap(({ result }) => result.flatMap((script) => script.functions));
  return new Map(functions.map(({ functionName, ranges }) => [functionName, ranges[0]?.count ?? 0]));
}

describe('libraries are loaded when they are needed first', { skip: skipUnlessOnNode }, () => {
  it('none for what every Terraform command asks', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      await client.terraform('GetProviderSchema');
      await client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
    });
    assert.deepEqual(loaded, []);
  });

  it('the AWS SDK for a token', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      assert.deepEqual((await openToken(client).answer).diagnostics, []);
    });
    assert.deepEqual(loaded, ['AWS SDK', '@aws-sdk/credential-provider-node']);
  });

  it('proto-loader and reflection for a reflection request', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      const stream = client.openDuplex('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo');
      stream.write({ list_services: '' });
      await nextEvent(stream, 'data');
      stream.end();
    });
    assert.deepEqual(loaded, ['@grpc/proto-loader', '@grpc/reflection', 'protobufjs']);
  });
});
