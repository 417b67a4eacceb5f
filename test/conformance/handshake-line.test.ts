import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import { terraformEnvironment } from '../support/plugin-process/host-environment.ts';
import { startHost, startUntilHandshake } from '../support/plugin-process/plugin-host.ts';
import { runPlugin } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

describe('the handshake line', () => {
  it('has six fields: core 1, protocol 6, network, address, grpc, certificate', async (t) => {
    const { handshake, plugin } = await startUntilHandshake(t);
    const [core, protocol, network, address, rpc, certificate, ...rest] = handshake.fields;
    assert.deepEqual([core, protocol, network, rpc, rest], ['1', '6', 'unix', 'grpc', []]);
    assert.ok(address?.startsWith(`${plugin.scratch.temporary}/`), address);
    assert.match(certificate ?? '', /^[A-Za-z0-9+/]{100,}$/, 'base64 without padding');
  });

  it('has an empty sixth field for a host without AutoMTLS', async (t) => {
    const { handshake } = await startUntilHandshake(t, { mutualTls: false });
    assert.equal(handshake.fields.length, 6);
    assert.equal(handshake.fields[5], '');
  });

  const certificateRuns = Array.from({ length: 6 }, (_, index) => index + 1);
  it('never pads the certificate, whatever its length', async (t) => {
    for (const run of certificateRuns) {
      const { handshake } = await startUntilHandshake(t);
      const text = handshake.fields[5] ?? '';
      const again = handshake.serverCertificate.toString('base64').replace(/=+$/, '');
      assert.equal(text, again, `run ${run}`);
    }
  });

  it('is all that ever comes on stdout', async (t) => {
    const { plugin, client } = await startHost(t, { env: { TF_LOG: 'TRACE' } });
    await client.terraform('GetProviderSchema');
    await client.unary('/plugin.GRPCController/Shutdown');
    await plugin.waitForExit();
    assert.equal(plugin.stdout.lines().length, 1);
    assert.match(plugin.stdout.text(), /^1\|6\|unix\|[^\n]*\n$/);
  });
});

const negotiations = [
  { name: 'only 6', versions: '6' },
  { name: '5 and 6, as Terraform does', versions: '5,6' },
  { name: '6 and a later one', versions: '6,7' },
  { name: 'only 5, and reports the mismatch itself', versions: '5' },
  { name: 'none', versions: undefined },
  { name: 'an empty list', versions: '' },
  { name: 'garbage', versions: 'six,,;-1' },
] as const;

describe('protocol negotiation', () => {
  for (const { name, versions } of negotiations) {
    it(`answers 6 to a host that offers ${name}`, async (t) => {
      const { handshake, client } = await startHost(t, { env: { PLUGIN_PROTOCOL_VERSIONS: versions } });
      assert.deepEqual(handshake.fields.slice(0, 2), ['1', '6']);
      assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
    });
  }

  it('warns in the log when the host does not offer 6', async (t) => {
    const { plugin } = await startUntilHandshake(t, { env: { PLUGIN_PROTOCOL_VERSIONS: '4,5' } });
    const [line = ''] = await plugin.stderr.waitFor(/^.*protocol version.*$/m);
    assert.match(line, /"@level":"warn".*"served":6,"host":"4,5"/);
  });
});

const multiplexing = [
  { asked: undefined, seventh: [] },
  { asked: '', seventh: [] },
  { asked: 'true', seventh: ['false'] },
  { asked: '1', seventh: ['false'] },
] as const;

describe('the seventh field', () => {
  for (const { asked, seventh } of multiplexing) {
    it(`is ${seventh[0] ?? 'absent'} with PLUGIN_MULTIPLEX_GRPC=${JSON.stringify(asked)}`, async (t) => {
      const { handshake } = await startUntilHandshake(t, { env: { PLUGIN_MULTIPLEX_GRPC: asked } });
      assert.deepEqual(handshake.fields.slice(6), seventh);
    });
  }
});

const truncated = sharedClientCertificate().certificatePem.replace(/\n.{20}/, '\n');
const unreadableCertificates = [
  { name: 'no PEM at all', pem: 'certificate' },
  { name: 'an empty PEM block', pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  { name: 'a damaged certificate', pem: truncated },
  { name: 'a private key', pem: sharedClientCertificate().privateKeyPem },
] as const;

describe('a client certificate that can not be read', () => {
  for (const { name, pem } of unreadableCertificates) {
    it(`(${name}) ends the start: exit 1, a clear message, no handshake, no socket`, async (t) => {
      const scratch = makeScratchDirectory(t);
      const env = { ...terraformEnvironment, PLUGIN_CLIENT_CERT: pem };
      const { code, stdout, stderr } = await runPlugin(t, { scratch, env });
      assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
      assert.match(stderr, /can't start: PLUGIN_CLIENT_CERT does not hold a certificate/);
      assert.doesNotMatch(stderr, /-----BEGIN|\n\s+at /, 'neither key material nor a stack');
      assert.deepEqual(readdirSync(scratch.temporary), []);
    });
  }
});
