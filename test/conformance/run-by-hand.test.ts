import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pluginExecutable, skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { magicCookie } from '../support/plugin-process/host-environment.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import { runPlugin } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

const noCookies = [
  { name: 'without the magic cookie', env: {} },
  { name: 'with an empty one', env: { TF_PLUGIN_MAGIC_COOKIE: '' } },
  { name: "with another program's", env: { TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd' } },
] as const;

const versionLine =
  /^terraform-provider-ecr \d+\.\d+\.\d+ \(commit (?:unknown|[0-9a-f]{40}(-dirty)?), (Node\.js|Bun) \d+\.\d+\.\d+\)\n$/;

describe('started by hand', () => {
  for (const { name, env } of noCookies) {
    it(`${name}, says on stderr what it is and how to install it, and exits 1`, async (t) => {
      const { code, stdout, stderr } = await runPlugin(t, { env });
      assert.equal(code, 1);
      assert.equal(stdout, '');
      assert.match(stderr, /terraform-provider-ecr \d+\.\d+\.\d+, a plugin for Terraform/);
      assert.match(stderr, /\.terraform\.d\/plugins\//);
      assert.match(stderr, /required_providers/);
    });
  }

  const printing = [
    { args: ['--version'], expected: versionLine },
    { args: ['-version'], expected: versionLine },
    { args: ['--help'], expected: /--version[\s\S]*--debug/ },
    { args: ['-help'], expected: /--version[\s\S]*--debug/ },
    { args: ['-h'], expected: /--version[\s\S]*--debug/ },
  ] as const;
  for (const { args, expected } of printing) {
    it(`${args.join(' ')} prints on stdout and exits 0, with or without a host`, async (t) => {
      for (const env of [{}, magicCookie]) {
        const { code, stdout, stderr } = await runPlugin(t, { args, env });
        assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
        assert.match(stdout, expected);
      }
    });
  }

  const unusable = [
    { args: ['--verbose'], problem: 'unknown argument "--verbose"' },
    { args: ['plan'], problem: 'unknown argument "plan"' },
    { args: ['--version', 'twice'], problem: 'unknown argument "twice"' },
    { args: ['--debug', '--port'], problem: 'unknown argument "--port"' },
    { args: ['--debug', '--address'], problem: '--address needs' },
  ] as const;
  for (const { args, problem } of unusable) {
    it(`${args.join(' ')} is refused with the help on stderr and exit code 2`, async (t) => {
      const { code, stdout, stderr } = await runPlugin(t, { args });
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.ok(stderr.includes(problem), stderr);
      assert.match(stderr, /--help/);
    });
  }
});

const module = { name: 'below a package.json with "type": "module"', manifest: '{"type":"module"}' };
const commonjs = { name: 'below a package.json with "type": "commonjs"', manifest: '{"type":"commonjs"}' };
const alone = { name: 'with no package.json in sight', manifest: '' };
const copies = [
  { ...alone, copy: 'terraform-provider-ecr' },
  { ...commonjs, copy: 'terraform-provider-ecr' },
  { ...module, copy: 'terraform-provider-ecr' },
  { ...alone, copy: 'terraform-provider-ecr_v0.1.0' },
  { ...commonjs, copy: 'terraform-provider-ecr_v0.1.0' },
] as const;

describe('copied out of the repository', () => {
  for (const { name, manifest, copy } of copies) {
    it(`serves as ${copy} ${name}`, async (t) => {
      const scratch = makeScratchDirectory(t);
      const directory = join(scratch.path, 'a b');
      mkdirSync(directory);
      const executable = join(directory, copy);
      copyFileSync(pluginExecutable, executable);
      writeFileSync(join(directory, manifest ? 'package.json' : 'other.json'), manifest);
      const { client } = await startHost(t, { executable, scratch });
      assert.deepEqual((await client.terraform('GetProviderSchema')).diagnostics, []);
    });
  }
});

describe('on a Node.js that is too old', { skip: skipUnlessOnNode }, () => {
  it('says which one it needs', async (t) => {
    const scratch = makeScratchDirectory(t);
    const old = join(scratch.path, 'old-node.cjs');
    writeFileSync(old, 'delete process.getBuiltinModule;');
    const env = { ...magicCookie, NODE_OPTIONS: `--require ${old}` };
    const { code, stdout, stderr } = await runPlugin(t, { env });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^terraform-provider-ecr needs Node\.js 20\.19 or later/);
  });
});
