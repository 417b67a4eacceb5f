import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import { Server } from '@grpc/grpc-js';
import { HandshakeError, readHandshakeSettings } from '../../src/go-plugin/handshake.ts';
import { listen } from '../../src/go-plugin/listener.ts';
import { createServerTrust, type ServerTrust } from '../../src/go-plugin/mutual-tls.ts';
import { createServerCertificate } from '../../src/go-plugin/server-certificate.ts';

// A host's certificate has the same form as ours.
const now = new Date();
const host = createServerCertificate(now);
const stranger = createServerCertificate(now);

let directory: string;
let server: Server;
let path: string;
let cleanUp: () => void = () => {};
let trust: ServerTrust;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ecr-test-mtls-'));
  server = new Server();
  trust = createServerTrust(host.certificatePem, now);
  const environment = {
    platform: 'linux',
    temporaryDirectory: directory,
    atExit: (task: () => void) => {
      cleanUp = task;
    },
  } as const;
  ({ address: path } = await listen(server, trust.credentials, readHandshakeSettings({}), environment));
});
after(() => {
  server.forceShutdown();
  cleanUp();
  rmSync(directory, { recursive: true });
});

const pin = () =>
  `-----BEGIN CERTIFICATE-----\n${trust.certificateDer?.toString('base64')}\n-----END CERTIFICATE-----\n`;
const identity = (own: typeof host) => ({ cert: own.certificatePem, key: own.privateKeyPem });

/** The protocol agreed on once the server has let us in (its HTTP/2 settings arrive), or why it did not. */
function outcomeOf(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      path,
      servername: 'localhost',
      ALPNProtocols: ['h2'],
      ...options,
    });
    const settle = (outcome: string) => {
      resolve(outcome);
      socket.destroy();
    };
    socket.once('data', () => settle(socket.getProtocol() ?? 'none'));
    socket.once('error', (error) => settle(`error: ${error.message}`));
    socket.once('close', () => settle('closed'));
  });
}

const refusedClient = /^error: .*(alert|certificate|ECONNRESET|EPIPE)|^closed$/i;
const cases: readonly (readonly [name: string, options: () => ConnectionOptions, outcome: RegExp])[] = [
  ['the host', () => ({ ca: pin(), ...identity(host) }), /^TLSv1\.3$/],
  ['the host with TLS 1.2', () => ({ ca: pin(), ...identity(host), maxVersion: 'TLSv1.2' }), /^TLSv1\.2$/],
  [
    'the host with TLS 1.1',
    () => ({
      ca: pin(),
      ...identity(host),
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    /^error: .*(protocol|version)/i,
  ],
  ['a client without a certificate', () => ({ ca: pin() }), refusedClient],
  [
    'a stranger with a certificate of the same name',
    () => ({ ca: pin(), ...identity(stranger) }),
    refusedClient,
  ],
  [
    'the host’s certificate with a stranger’s key',
    () => ({ ca: pin(), cert: host.certificatePem, key: stranger.privateKeyPem }),
    /^error|mismatch/,
  ],
  [
    'a host that pins another server',
    () => ({ ca: stranger.certificatePem, ...identity(host) }),
    /^error: .*(self-signed|signature|verify)/i,
  ],
];

describe('mutual TLS', () => {
  for (const [name, options, outcome] of cases) {
    it(`with ${name}: ${outcome.source}`, async () => {
      const attempt = async () => outcomeOf(options());
      assert.match(await attempt().catch((error: Error) => `error: ${error.message}`), outcome);
    });
  }

  it('does not answer plaintext', async () => {
    const socket = connectPlain(path);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0');
    await once(socket, 'close');
    // At most a TLS alert, never HTTP/2 settings.
    assert.match(Buffer.concat(chunks).toString('hex'), /^(15.*)?$/);
  });
});

describe('without a certificate of the host', () => {
  it('there is no TLS, and so no certificate of ours', () => {
    const plain = createServerTrust(undefined, now);
    assert.equal(plain.certificateDer, undefined);
    assert.equal(plain.credentials._isSecure(), false);
  });

  const broken = [
    'PEM',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    host.privateKeyPem,
    host.certificatePem.slice(0, 200),
  ];
  for (const pem of broken) {
    it(`that can be read there is an error, never plaintext: ${JSON.stringify(pem.slice(0, 30))}`, () => {
      assert.throws(() => createServerTrust(pem, now), HandshakeError);
    });
  }
});
