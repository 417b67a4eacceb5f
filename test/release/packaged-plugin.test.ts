import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sourceCommit } from '../../.ci/source-commit.ts';
import { version } from '../../src/version.ts';
import { readObject } from '../support/plugin-process/cty-value.ts';
import { startConfiguredHost } from '../support/plugin-process/ecr-host.ts';
import { type PluginProcessOptions, runPlugin } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import { sharedScope, type TestScope } from '../support/plugin-process/test-scope.ts';
import { openToken, tokenType, told } from '../support/plugin-process/token-resource.ts';
import { makeMuslLibraries, skipWithoutMusl } from './musl-libraries.ts';
import { platformOfThisMachine, unpackArchive } from './release-archive.ts';

const platform = platformOfThisMachine();
const hasLauncher = platform.startsWith('linux');

interface Subject {
  readonly name: string;
  readonly skip: string | false;
  /** What the process runs in the end, below the package; undefined where there is no way to tell. */
  readonly program: string | undefined;
  readonly start: (scope: TestScope, packageFolder: string, plugin: string) => PluginProcessOptions;
}

const subjects: readonly Subject[] = [
  {
    name: `the plugin of the archive for ${platform}, as Terraform starts it`,
    skip: false,
    program: hasLauncher ? 'glibc/terraform-provider-ecr' : undefined,
    start: (_scope, _folder, plugin) => ({ executable: plugin }),
  },
  {
    name: 'the build for musl',
    skip: skipWithoutMusl(),
    program: 'musl/terraform-provider-ecr',
    start: (scope, folder) => ({
      executable: join(folder, 'musl/terraform-provider-ecr'),
      env: { LD_LIBRARY_PATH: makeMuslLibraries(scope) },
    }),
  },
];

for (const { name, skip, program, start } of subjects) {
  describe(name, { skip }, () => {
    const scope = sharedScope();
    const folder = makeScratchDirectory(scope).path;
    const options = start(scope, folder, unpackArchive(platform, folder));

    it('says what it was made from', async (t) => {
      const { stdout, stderr, code } = await runPlugin(t, { ...options, args: ['--version'] });
      assert.match(
        stdout,
        new RegExp(`^terraform-provider-ecr ${version} \\(commit ${sourceCommit()}, Bun `),
      );
      assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
    });

    it('shakes hands with mutual TLS, has its schema, hands out a token, and ends tidily', async (t) => {
      const { handshake, client, ecr, plugin } = await startConfiguredHost(t, options);
      assert.deepEqual([...handshake.fields.slice(0, 3), handshake.fields[4]], ['1', '6', 'unix', 'grpc']);
      assert.ok(handshake.serverCertificate.length > 0);

      const schemas = await client.terraform('GetProviderSchema');
      assert.deepEqual(Object.keys(schemas.ephemeral_resource_schemas), [tokenType]);

      const opened = await openToken(client, { region: 'eu-central-1' }).answer;
      assert.deepEqual(told(opened), []);
      const issued = ecr.issued.at(-1) ?? assert.fail('nothing issued');
      const token = readObject(opened.result?.msgpack ?? Buffer.alloc(0));
      assert.equal(token.password, issued.password);
      assert.equal(token.proxy_endpoint, 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com');

      await client.unary('/plugin.GRPCController/Shutdown');
      assert.deepEqual(await plugin.waitForExit(), { code: 0, signal: null });
      assert.deepEqual(readdirSync(plugin.scratch.temporary), []);
    });

    const skipWithoutProc = program === undefined ? 'there is no launcher' : false;
    it('runs in the very process that Terraform started', { skip: skipWithoutProc }, async (t) => {
      const { plugin } = await startConfiguredHost(t, options);
      assert.equal(readlinkSync(`/proc/${plugin.pid}/exe`), join(folder, program ?? ''));
    });
  });
}
