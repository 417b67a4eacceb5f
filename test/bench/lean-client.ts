import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import type { HandshakeLine } from '../support/plugin-process/handshake-line.ts';

/**
 * A gRPC client with nothing but unary calls. It takes less than half the time of grpc-js, which would itself be the
 * bottleneck where a plugin is given thousands of calls.
 */
export interface LeanClient {
  /**
   * @param path - `/<package>.<Service>/<Method>`
   * @param message - an encoded message
   * @returns the answer's message, encoded
   * @throws Error when the status is not OK
   */
  call(path: string, message: Uint8Array): Promise<Buffer>;
  close(): void;
}

const windowBytes = 8 * 1024 * 1024;
/** One byte for the compression, and four for the length. */
const prefixBytes = 5;

/** Connects to a plugin's socket with mutual TLS. */
export async function connectLean(handshake: HandshakeLine): Promise<LeanClient> {
  const own = sharedClientCertificate();
  const socket = connectTls({
    path: handshake.address,
    ca: `-----BEGIN CERTIFICATE-----\n${handshake.serverCertificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    cert: own.certificatePem,
    key: own.privateKeyPem,
    servername: 'localhost',
    ALPNProtocols: ['h2'],
  });
  await once(socket, 'secureConnect');
  const session = connectHttp2('https://localhost', {
    createConnection: () => socket,
    settings: { initialWindowSize: windowBytes },
  });
  return { call: (path, message) => callOnce(session, path, message), close: () => session.close() };
}

function callOnce(session: ClientHttp2Session, path: string, message: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    let status: unknown;
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('trailers', (trailers) => {
      status = trailers['grpc-status'];
    });
    stream.once('error', reject);
    stream.once('end', () => {
      if (status === '0') resolve(Buffer.concat(chunks).subarray(prefixBytes));
      else reject(new Error(`${path} answered with status ${status}`));
    });
    stream.end(framed(message));
  });
}

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(prefixBytes + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixBytes);
  return frame;
}
