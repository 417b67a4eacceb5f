import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { ServerCredentials } from '../grpc/grpc-server.ts';
import { HandshakeError } from './handshake.ts';
import { createServerCertificate } from './server-certificate.ts';

/** How the server proves itself and whom it lets in. */
export interface ServerTrust {
  readonly credentials: ServerCredentials;
  /** DER for the handshake line; absent without TLS. */
  readonly certificateDer: Buffer | undefined;
}

/**
 * go-plugin's AutoMTLS: both sides made a certificate for this one run and pin the other's.
 *
 * @param clientCertificate - PEM that the host gave; without one the host speaks plaintext, and the socket's
 * permissions alone keep others out
 * @param now - start of our certificate's validity
 * @throws {@link HandshakeError} when the host's certificate can't be read: never a fallback to plaintext
 */
export function createServerTrust(clientCertificate: string | undefined, now: Date): ServerTrust {
  if (clientCertificate === undefined) {
    return { credentials: ServerCredentials.createInsecure(), certificateDer: undefined };
  }
  requireCertificate(clientCertificate);
  // grpc-js takes no version limit of its own, and NODE_OPTIONS may have lowered Node's.
  if (tls.DEFAULT_MIN_VERSION !== 'TLSv1.3') tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  const own = createServerCertificate(now);
  const pair = { private_key: Buffer.from(own.privateKeyPem), cert_chain: Buffer.from(own.certificatePem) };
  const credentials = ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true);
  return { credentials, certificateDer: own.der };
}

function requireCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new HandshakeError(
      'PLUGIN_CLIENT_CERT does not hold a certificate in PEM form. The host program sets it for every run; ' +
        'unset it if it was set by hand.',
    );
  }
}
