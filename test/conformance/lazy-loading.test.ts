import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import type { PluginHost, PluginHostOptions } from '../support/plugin-process/plugin-host.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { openToken } from '../support/plugin-process/token-resource.ts';

interface CoverageReport {
  readonly result: readonly { readonly url: string }[];
}

/** The parts of the bundle that stay texts until they are needed, by the module that each begins with. */
const parts = {
  'AWS SDK': 'src/token/ecr-client.ts',
  reflection: 'src/go-plugin/reflection-answers.ts',
} as const;

type Use = (host: PluginHost) => Promise<unknown>;

/** A plugin's whole life, so that what it reports at its end is there. */
async function runToTheEnd(scope: TestScope, options: PluginHostOptions, use: Use): Promise<void> {
  const host = await startConfiguredHost(scope, options);
  await use(host);
  await host.client.unary('/plugin.GRPCController/Shutdown');
  await host.plugin.waitForExit();
}

/** Which of them a plugin ran, by V8's own list of the scripts that it compiled. */
async function loadedBy(scope: TestScope, use: Use): Promise<string[]> {
  const scratch = makeScratchDirectory(scope);
  const coverage = join(scratch.path, 'coverage');
  mkdirSync(coverage);
  await runToTheEnd(scope, { scratch, env: { NODE_V8_COVERAGE: coverage } }, use);
  const scripts = readScripts(coverage);
  assert.ok(scripts.length > 0, 'V8 reported no script');
  return Object.entries(parts).flatMap(([name, module]) =>
    scripts.some((url) => url.endsWith(module)) ? [name] : [],
  );
}

function readScripts(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const report = JSON.parse(readFileSync(join(directory, name), 'utf8')) as CoverageReport;
    return report.result.map(({ url }) => url);
  });
}

/** Whether a plugin has loaded Node's zlib when it ends: by its name in Node's own list. */
async function zlibLoadedBy(scope: TestScope, use: Use): Promise<readonly string[]> {
  const scratch = makeScratchDirectory(scope);
  const [library, list] = [join(scratch.path, 'list.cjs'), join(scratch.path, 'list.json')];
  writeFileSync(
    library,
    `const { writeFileSync } = require('node:fs');
     process.on('exit', () => writeFileSync(${JSON.stringify(list)}, JSON.stringify(process.moduleLoadList)));`,
  );
  await runToTheEnd(scope, { scratch, env: { NODE_OPTIONS: `--require ${library}` } }, use);
  return (JSON.parse(readFileSync(list, 'utf8')) as string[]).filter((name) => name === 'NativeModule zlib');
}

describe('libraries are loaded when they are needed first', { skip: skipUnlessOnNode }, () => {
  it('none for what every Terraform command asks', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      await client.terraform('GetProviderSchema');
      await client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
    });
    assert.deepEqual(loaded, []);
  });

  it('what only a client of gRPC needs never: zlib comes with the AWS SDK', async (t) => {
    const forSchema = await zlibLoadedBy(t, ({ client }) => client.terraform('GetProviderSchema'));
    const forToken = await zlibLoadedBy(t, ({ client }) => openToken(client).answer);
    assert.deepEqual([forSchema, forToken], [[], ['NativeModule zlib']]);
  });

  it('the AWS SDK for a token', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      assert.deepEqual((await openToken(client).answer).diagnostics, []);
    });
    assert.deepEqual(loaded, ['AWS SDK']);
  });

  it('proto-loader and reflection for a reflection request', async (t) => {
    const loaded = await loadedBy(t, async ({ client }) => {
      const stream = client.openDuplex('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo');
      stream.write({ list_services: '' });
      await nextEvent(stream, 'data');
      stream.end();
    });
    assert.deepEqual(loaded, ['reflection']);
  });
});
