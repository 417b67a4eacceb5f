import assert from 'node:assert/strict';
import { connect as connectPlain } from 'node:net';
import { afterEach, before, describe, it } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { credentials } from '@grpc/grpc-js';
import {
  makeClientCertificate,
  sharedClientCertificate,
} from '../support/plugin-process/client-certificate.ts';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import { connectTo, pinnedCredentials } from '../support/plugin-process/plugin-client.ts';
import { type PluginHost, startHost, targetOf } from '../support/plugin-process/plugin-host.ts';
import { within } from '../support/plugin-process/plugin-process.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';

const scope = sharedScope();
let host: PluginHost;

before(async () => {
  // A Node.js that was told to allow everything: the plugin's own limits must hold all the same.
  const env = { NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT:@SECLEVEL=0' };
  host = await startHost(scope, { env });
});
// Whoever was turned away, the true host must not notice.
afterEach(async () => {
  assert.deepEqual((await host.client.terraform('GetMetadata')).diagnostics, []);
});

const { certificatePem: cert, privateKeyPem: key } = sharedClientCertificate();
const stranger = makeClientCertificate();

/** A TLS client of its own making, without gRPC's opinions. */
function dial(options: ConnectionOptions): TLSSocket {
  const socket = connect({
    path: host.handshake.address,
    servername: 'localhost',
    ca: derToPem(host.handshake.serverCertificate),
    ALPNProtocols: ['h2'],
    ...options,
  });
  scope.after(() => void socket.destroy());
  return socket;
}

/**
 * Sends HTTP/2's preface once TLS stands: the server's settings frame if it lets us in, else the error's code.
 * With TLS 1.3 a refused client learns of it only after its own handshake.
 */
async function greet(socket: TLSSocket): Promise<string> {
  const outcome = new Promise<string>((resolve) => {
    socket.once('secureConnect', () => socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'));
    socket.once('data', (data: Buffer) =>
      resolve(data[3] === 4 ? `admitted, ${socket.getProtocol()}` : 'other'),
    );
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(`refused: ${error.code}`));
    socket.once('close', () => resolve('refused: closed'));
  });
  return await within(outcome, 20_000, 'the server neither admits nor refuses');
}

function derToPem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe('a client with the certificate that the host gave', () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`is admitted with ${version}`, async () => {
      const socket = dial({ cert, key, minVersion: version, maxVersion: version });
      assert.equal(await greet(socket), `admitted, ${version}`);
    });
  }

  it('sees exactly the certificate of the handshake line', async () => {
    const socket = dial({ cert, key });
    await nextEvent(socket, 'secureConnect');
    assert.deepEqual(socket.getPeerX509Certificate()?.raw, host.handshake.serverCertificate);
    assert.equal(socket.authorized, true);
    assert.equal(socket.alpnProtocol, 'h2');
  });

  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    it(`is refused with ${version}`, async () => {
      const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
      assert.equal(await greet(dial({ cert, key, ...old })), 'refused: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    });
  }
});

const refusals = [
  {
    name: 'no certificate',
    own: {},
    expected: /ERR_SSL_(TLSV13_ALERT_CERTIFICATE_REQUIRED|.*HANDSHAKE_FAILURE)/,
  },
  {
    name: "a stranger's certificate of the same name",
    own: { cert: stranger.certificatePem, key: stranger.privateKeyPem },
    expected: /ERR_SSL_TLSV1_ALERT_UNKNOWN_CA|ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR|ECONNRESET|closed/,
  },
] as const;

describe('a client that shows something else', () => {
  for (const { name, own, expected } of refusals) {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      it(`is refused with ${name} over ${version}`, async () => {
        const outcome = await greet(dial({ ...own, minVersion: version, maxVersion: version }));
        assert.match(outcome, /^refused: /);
        assert.match(outcome, expected);
      });
    }

    it(`gets no answer to a call with ${name}`, async () => {
      const { serverCertificate } = host.handshake;
      const pair = 'cert' in own ? { certificatePem: own.cert, privateKeyPem: own.key } : undefined;
      const client = connectTo(targetOf(host.handshake), pinnedCredentials({ serverCertificate, own: pair }));
      scope.after(() => client.close());
      await assert.rejects(client.terraform('GetProviderSchema'), { code: 14 });
    });
  }

  it('is refused in plaintext', async () => {
    const client = connectTo(targetOf(host.handshake), credentials.createInsecure());
    scope.after(() => client.close());
    await assert.rejects(client.terraform('GetProviderSchema'), { code: 14 });
  });

  it('hears nothing of HTTP/2 when it speaks it without TLS', async () => {
    const socket = connectPlain(host.handshake.address);
    scope.after(() => void socket.destroy());
    socket.on('error', () => {});
    const heard: Buffer[] = [];
    socket.on('data', (data: Buffer) => heard.push(data));
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0');
    await nextEvent(socket, 'close');
    // A TLS alert at most, never a settings frame.
    assert.ok(
      Buffer.concat(heard).length === 0 || heard[0]?.[0] === 0x15,
      Buffer.concat(heard).toString('hex'),
    );
  });
});

describe('a host without AutoMTLS', () => {
  it('is served in plaintext', async (t) => {
    const { client } = await startHost(t, { mutualTls: false });
    assert.deepEqual((await client.terraform('GetMetadata')).diagnostics, []);
  });
});
