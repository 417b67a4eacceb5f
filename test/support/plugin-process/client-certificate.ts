import { execFileSync } from 'node:child_process';
import { createServerCertificate } from '../../../src/go-plugin/server-certificate.ts';

/** The throw-away certificate that a host makes for one run. */
export interface ClientCertificate {
  /** What `PLUGIN_CLIENT_CERT` holds. */
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** Makes one as go-plugin's hosts do (P-521, self-signed, CN localhost), with OpenSSL instead of our own writer. */
export function makeClientCertificate(): ClientCertificate {
  const made = execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-nodes', '-days', '2'],
      ...['-subj', '/O=HashiCorp/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-addext', 'extendedKeyUsage=clientAuth,serverAuth', '-keyout', '-', '-out', '-'],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return {
    certificatePem: pemBlock(made, 'CERTIFICATE'),
    privateKeyPem: pemBlock(made, 'PRIVATE KEY'),
  };
}

/** For programs that must also run where there is no OpenSSL: by our own writer, so no proof of it. */
export function makeClientCertificateWithoutOpenSsl(): ClientCertificate {
  return createServerCertificate(new Date());
}

let shared: ClientCertificate | undefined;

/** One for the whole file: making it costs more than a connection. */
export function sharedClientCertificate(): ClientCertificate {
  shared ??= makeClientCertificate();
  return shared;
}

/** Has the shared one be another. */
export function shareClientCertificate(certificate: ClientCertificate): void {
  shared = certificate;
}

function pemBlock(text: string, label: string): string {
  const found = new RegExp(`-----BEGIN ${label}-----[^-]*-----END ${label}-----\n`).exec(text);
  if (!found) throw new Error(`openssl gave no ${label}`);
  return found[0];
}
