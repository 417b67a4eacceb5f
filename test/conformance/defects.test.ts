import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import { msgpackValue } from '../support/plugin-process/cty-value.ts';
import { skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { terraformEnvironment } from '../support/plugin-process/host-environment.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import { runPlugin } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { told } from '../support/plugin-process/token-resource.ts';

/** What an error must not take along to where people can read it. */
const innermost = 'value-that-nobody-may-see';

/** Options for a plugin with a defect put into it, before its own code runs. */
function withDefect(scope: TestScope, defect: string) {
  const scratch = makeScratchDirectory(scope);
  const preload = join(scratch.path, 'defect.cjs');
  writeFileSync(preload, defect);
  return { scratch, env: { NODE_OPTIONS: `--require ${preload}`, TF_LOG: 'TRACE' } };
}

describe('a defect of the plugin', { skip: skipUnlessOnNode }, () => {
  it('in an RPC is a diagnostic that says so and asks for a report, without a stack or a value', async (t) => {
    const defect = `URL.canParse = () => { throw new TypeError('${innermost}'); };`;
    const { client, plugin } = await startHost(t, withDefect(t, defect));
    const config = msgpackValue({ region: null, endpoints: [{ ecr: `http://${innermost}/` }] });
    const answer = await client.terraform('ValidateProviderConfig', { config });
    assert.deepEqual(told(answer), ['ERROR Provider Defect']);
    const detail = answer.diagnostics[0]?.detail ?? '';
    assert.match(detail, /ValidateProviderConfig.*\(TypeError\).*not of your configuration.*report it/s);
    assert.doesNotMatch(detail, /\n\s+at /);
    assert.ok(!detail.includes(innermost), detail);
    assert.deepEqual(told(await client.terraform('GetMetadata')), [], 'it goes on serving');
    assert.ok(!plugin.stderr.text().includes(innermost), plugin.stderr.text());
    assert.match(plugin.stderr.text(), /"outcome":"failed","error":"TypeError"/);
  });

  it('outside of every RPC ends it with a log line and exit code 1, and leaves no socket', async (t) => {
    const defect = `process.on('SIGUSR2', () => { throw new RangeError('${innermost}'); });`;
    const { client, plugin } = await startHost(t, withDefect(t, defect));
    await client.terraform('GetMetadata');
    plugin.signal('SIGUSR2');
    assert.deepEqual(await plugin.waitForExit(), { code: 1, signal: null });
    assert.match(plugin.stderr.text(), /"@level":"error".*uncaught exception.*"error":"RangeError"/);
    assert.ok(!plugin.stderr.text().includes(innermost), plugin.stderr.text());
    assert.deepEqual(readdirSync(plugin.scratch.temporary), []);
  });

  it('in a forgotten promise is a log line, and it goes on serving', async (t) => {
    const defect = `process.on('SIGUSR2', () => { Promise.reject(new RangeError('${innermost}')); });`;
    const { client, plugin } = await startHost(t, withDefect(t, defect));
    plugin.signal('SIGUSR2');
    await plugin.stderr.waitFor(/"@level":"error".*unhandled rejection.*"error":"RangeError"/);
    assert.deepEqual(told(await client.terraform('GetProviderSchema')), []);
    assert.ok(!plugin.stderr.text().includes(innermost), plugin.stderr.text());
  });

  it('in the start is a line on stderr and exit code 1, without a stack or a value', async (t) => {
    const defect = `require('node:crypto').generateKeyPairSync = () => { throw new TypeError('${innermost}'); };`;
    const { scratch, env } = withDefect(t, defect);
    const certificate = { PLUGIN_CLIENT_CERT: sharedClientCertificate().certificatePem };
    const { code, stdout, stderr } = await runPlugin(t, {
      scratch,
      env: { ...terraformEnvironment, ...certificate, ...env },
    });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.equal(stderr, "terraform-provider-ecr can't start: defect (TypeError)\n");
    assert.deepEqual(readdirSync(scratch.temporary), []);
  });
});
