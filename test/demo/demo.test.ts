import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { requireTerraform } from '../support/terraform/host.ts';
import { builtPlugin } from '../support/terraform/plugin-mirror.ts';

const { missing } = requireTerraform();
const skip = missing ?? false;

function runDemo(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, 'main.ts');
  const result = spawnSync(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { exitCode: result.status, output: result.stdout + result.stderr };
}

function scratch(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecr-demo-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A plugin that does one more thing before it starts. */
function wrappedPlugin(t: TestContext, script: string): string {
  const wrapper = join(scratch(t), 'wrapper');
  writeFileSync(wrapper, `#!/bin/sh\n${script}\nexec '${builtPlugin().executable}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

test('the demo succeeds, and shows no secret', { skip }, () => {
  const { exitCode, output } = runDemo([]);
  assert.equal(exitCode, 0, output);
  assert.match(output, /All of it held\./);
  assert.match(output, /password +•+ \(\d+ characters\)/);
  assert.match(output, /user_name +AWS\n/);
  assert.doesNotMatch(output, /[A-Za-z0-9+/]{60,}/);
});

test('a plugin that writes a secret to a file makes the demo fail', { skip }, (t) => {
  const leaky = wrappedPlugin(t, 'printf %s "$AWS_SECRET_ACCESS_KEY" > "$TMPDIR/leak"');
  const { exitCode, output } = runDemo([], { ECR_PLUGIN_UNDER_TEST: leaky });
  assert.equal(exitCode, 1, output);
  assert.match(output, /✘ no secret is in state/);
  assert.match(output, /secret access key \(raw\) in .*\/leak/);
  assert.match(output, /✘ nothing is left behind/);
});

test('a plugin that gets no token makes the demo fail', { skip }, (t) => {
  const refused = wrappedPlugin(t, 'export AWS_SECRET_ACCESS_KEY=wrong');
  const { exitCode, output } = runDemo([], { ECR_PLUGIN_UNDER_TEST: refused });
  assert.equal(exitCode, 1, output);
  assert.match(output, /AWS Credentials Not Accepted/);
});

test('without a host, the demo drives the plugin itself and says so', (t) => {
  const tools = scratch(t);
  symlinkSync(process.execPath, join(tools, 'node'));
  const { exitCode, output } = runDemo([], { PATH: [tools, '/nonexistent'].join(delimiter) });
  assert.equal(exitCode, 0, output);
  assert.match(output, /No host: neither terraform .* nor tofu .* on PATH/);
  assert.match(output, /✔ the plugin opens the ephemeral resource over mutual TLS/);
});

test('an unknown option is refused', () => {
  const { exitCode, output } = runDemo(['--azure']);
  assert.equal(exitCode, 2);
  assert.match(output, /Usage/);
});
