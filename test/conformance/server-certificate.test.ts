import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { startUntilHandshake } from '../support/plugin-process/plugin-host.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';

const scope = sharedScope();
let certificate: X509Certificate;
let pemFile: string;
let firstDer: Buffer;

before(async () => {
  const { handshake, plugin } = await startUntilHandshake(scope);
  firstDer = handshake.serverCertificate;
  certificate = new X509Certificate(firstDer);
  pemFile = join(plugin.scratch.path, 'server.pem');
  writeFileSync(pemFile, certificate.toString());
});

function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8' });
}

describe("the server's certificate, by Node.js", () => {
  it('is DER with nothing before or after it', () => {
    assert.deepEqual(Buffer.from(certificate.raw), firstDer);
  });

  it('is for localhost, by common name and alternative name', () => {
    assert.equal(certificate.subject, 'CN=localhost');
    assert.equal(certificate.subjectAltName, 'DNS:localhost');
    assert.equal(certificate.checkHost('localhost', { subject: 'never' }), 'localhost');
    assert.equal(certificate.checkHost('example.org'), undefined);
  });

  it('is signed by itself, and an authority', () => {
    assert.equal(certificate.issuer, certificate.subject);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.ok(certificate.ca);
  });

  it('has an elliptic-curve key', () => {
    assert.equal(certificate.publicKey.asymmetricKeyType, 'ec');
  });

  it('is valid now, also for a host whose clock is half an hour off', () => {
    const halfHourMs = 1_800_000;
    assert.ok(Date.parse(certificate.validFrom) < Date.now() - halfHourMs, certificate.validFrom);
    assert.ok(Date.parse(certificate.validTo) > Date.now() + halfHourMs, certificate.validTo);
  });

  it('is a new one with a new key for each process', async (t) => {
    const { handshake } = await startUntilHandshake(t);
    const other = new X509Certificate(handshake.serverCertificate);
    assert.notEqual(other.serialNumber, certificate.serialNumber);
    assert.notDeepEqual(
      other.publicKey.export({ type: 'spki', format: 'der' }),
      certificate.publicKey.export({ type: 'spki', format: 'der' }),
    );
  });
});

describe("the server's certificate, by OpenSSL", () => {
  it('reads as version 3 with the extensions of a TLS server', () => {
    const text = openssl('x509', '-in', pemFile, '-noout', '-text');
    for (const part of [
      /Version: 3 \(0x2\)/,
      /Signature Algorithm: ecdsa-with-SHA256/,
      /Issuer: CN = localhost\n/,
      /Subject: CN = localhost\n/,
      /NIST CURVE: P-256/,
      /X509v3 Basic Constraints: critical\n\s+CA:TRUE/,
      /X509v3 Key Usage: critical\n\s+Digital Signature, Key Encipherment, Key Agreement, Certificate Sign\n/,
      /X509v3 Extended Key Usage: \n\s+TLS Web Server Authentication/,
      /X509v3 Subject Alternative Name: \n\s+DNS:localhost\n/,
    ]) {
      assert.match(text, part);
    }
  });

  it('verifies strictly for a server named localhost, pinned as the only root', () => {
    const purpose = ['-purpose', 'sslserver', '-verify_hostname', 'localhost', '-x509_strict'];
    const verdict = openssl('verify', ...purpose, '-CAfile', pemFile, pemFile);
    assert.equal(verdict, `${pemFile}: OK\n`);
  });

  it('has a positive serial number of at most 20 bytes', () => {
    assert.match(openssl('x509', '-in', pemFile, '-noout', '-serial'), /^serial=[0-9A-F]{1,40}\n$/);
  });
});
