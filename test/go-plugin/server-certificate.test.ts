import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createServerCertificate } from '../../src/go-plugin/server-certificate.ts';

const now = new Date();
const certificate = createServerCertificate(now);
const parsed = new X509Certificate(certificate.der);
const hourMs = 3_600_000;

const directory = mkdtempSync(join(tmpdir(), 'ecr-test-certificate-'));
after(() => rmSync(directory, { recursive: true }));
const file = join(directory, 'certificate.pem');
writeFileSync(file, certificate.certificatePem);
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { encoding: 'utf8' });

describe('the server certificate, read by OpenSSL', () => {
  const shown = openssl('x509', '-in', file, '-noout', '-text');
  const facts: Readonly<Record<string, RegExp>> = {
    'is of version 3': /Version: 3 \(0x2\)/,
    'is signed with ECDSA and SHA-256': /Signature Algorithm: ecdsa-with-SHA256/,
    'was issued by itself': /Issuer: CN ?= ?localhost\n[\s\S]*Subject: CN ?= ?localhost\n/,
    'has a P-256 key': /Public-Key: \(256 bit\)[\s\S]*NIST CURVE: P-256/,
    'may sign for itself': /Basic Constraints: critical\s+CA:TRUE/,
    'may be used for TLS and as its own root':
      /Key Usage: critical\s+Digital Signature, Key Encipherment, Key Agreement, Certificate Sign\n/,
    'serves servers and clients':
      /Extended Key Usage: *\s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
    'is for localhost alone': /Subject Alternative Name: *\s+DNS:localhost\n/,
  };
  for (const [name, fact] of Object.entries(facts)) it(name, () => assert.match(shown, fact));

  it('is a chain of its own', () => {
    assert.match(openssl('verify', '-x509_strict', '-CAfile', file, file).trim(), /: OK$/);
    for (const purpose of ['sslserver', 'sslclient']) {
      assert.match(
        openssl('verify', '-purpose', purpose, '-verify_hostname', 'localhost', '-CAfile', file, file).trim(),
        /: OK$/,
      );
    }
  });

  it('is not one for another host', () => {
    const verify = () =>
      execFileSync('openssl', ['verify', '-verify_hostname', 'example.com', '-CAfile', file, file], {
        stdio: 'pipe',
      });
    assert.throws(verify, /hostname mismatch/i);
  });
});

describe('the server certificate, read by Node', () => {
  it('is signed by its own key, which is the private one', () => {
    assert.equal(parsed.verify(parsed.publicKey), true);
    assert.equal(parsed.checkPrivateKey(createPrivateKey(certificate.privateKeyPem)), true);
    assert.equal(parsed.checkIssued(parsed), true);
    assert.equal(parsed.ca, true);
  });

  it('is for localhost', () => {
    assert.equal(parsed.subjectAltName, 'DNS:localhost');
    assert.equal(parsed.checkHost('localhost'), 'localhost');
    assert.equal(parsed.checkHost('example.com'), undefined);
  });

  it('is valid from an hour ago for a year', () => {
    const wholeSecond = Math.floor(now.getTime() / 1000) * 1000;
    assert.equal(Date.parse(parsed.validFrom), wholeSecond - hourMs);
    assert.equal(Date.parse(parsed.validTo), wholeSecond + 365 * 24 * hourMs);
  });

  it('is the same in PEM and in DER', () => {
    assert.deepEqual(new X509Certificate(certificate.certificatePem).raw, certificate.der);
    assert.ok(certificate.certificatePem.split('\n').every((line) => line.length <= 64));
  });

  it('is valid also after 2049, where the form of times changes', () => {
    const later = new X509Certificate(createServerCertificate(new Date('2050-06-01T00:00:00Z')).der);
    assert.equal(Date.parse(later.validTo), Date.parse('2051-06-01T00:00:00Z'));
  });
});

describe('200 server certificates', () => {
  const several = Array.from({ length: 200 }, () => new X509Certificate(createServerCertificate(now).der));

  it('all parse and verify, whatever their serial numbers start with', () => {
    assert.deepEqual(
      several.filter((one) => !one.verify(one.publicKey)),
      [],
    );
    const highBit = several.filter(
      ({ serialNumber }) => /^[89A-F]/.test(serialNumber) && serialNumber.length === 32,
    );
    assert.ok(highBit.length > 50, `${highBit.length} serial numbers with the high bit`);
    assert.deepEqual(
      several.filter(({ serialNumber }) => serialNumber.startsWith('-')),
      [],
    );
  });

  it('have no serial number and no key in common', () => {
    assert.equal(new Set(several.map(({ serialNumber }) => serialNumber)).size, 200);
    assert.equal(
      new Set(
        several.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'der' }).toString('hex')),
      ).size,
      200,
    );
  });
});
