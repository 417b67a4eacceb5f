import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  derTrue,
  element,
  generalizedTime,
  objectIdentifier,
  positiveInteger,
  sequence,
  tag,
  utf8String,
} from './der.ts';

/** A certificate for one process, with its key. The key never leaves the process. */
export interface ServerCertificate {
  readonly der: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const oid = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** The name that hosts expect of a plugin, whatever the transport. */
const host = 'localhost';
const hourMs = 3_600_000;
const lifetimeMs = 365 * 24 * hourMs;

/**
 * Makes a self-signed P-256 certificate for `localhost`. The host pins exactly this certificate as its only
 * root, so it is marked as an authority as well.
 *
 * @param now - start of its validity, an hour of tolerance for the host's clock aside
 */
export function createServerCertificate(now: Date): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = certificateBody(publicKey, now);
  const der = sequence(body, signatureAlgorithm(), bitString(sign('sha256', body, privateKey)));
  return {
    der,
    certificatePem: toPem(der),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function certificateBody(publicKey: KeyObject, now: Date): Buffer {
  const name = sequence(element(tag.set, sequence(objectIdentifier(oid.commonName), utf8String(host))));
  const validity = sequence(
    generalizedTime(new Date(now.getTime() - hourMs)),
    generalizedTime(new Date(now.getTime() + lifetimeMs)),
  );
  const version3 = element(tag.version, positiveInteger(Buffer.from([2])));
  return sequence(
    version3,
    positiveInteger(randomBytes(16)),
    signatureAlgorithm(),
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(tag.extensions, sequence(...extensions())),
  );
}

function extensions(): Buffer[] {
  // digitalSignature, keyEncipherment, keyAgreement and keyCertSign: bits 0, 2, 4 and 5.
  const keyUsage = bitString(Buffer.from([0b1010_1100]), 2);
  return [
    extension(oid.basicConstraints, sequence(derTrue), true),
    extension(oid.keyUsage, keyUsage, true),
    extension(
      oid.extendedKeyUsage,
      sequence(objectIdentifier(oid.serverAuth), objectIdentifier(oid.clientAuth)),
    ),
    extension(oid.subjectAltName, sequence(element(tag.dnsName, Buffer.from(host, 'latin1')))),
  ];
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [derTrue] : []), element(tag.octetString, value));
}

function signatureAlgorithm(): Buffer {
  return sequence(objectIdentifier(oid.ecdsaWithSha256));
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
