import { join } from 'node:path';
import { Server, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { createServerTrust } from '../../src/go-plugin/mutual-tls.ts';
import { defineMethod, rawBytes } from '../../src/grpc/method-definition.ts';
import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import { type HandshakeLine, parseHandshakeLine } from '../support/plugin-process/handshake-line.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';

/**
 * A server in this very process that gives one answer, behind the same mutual TLS as a plugin. A call to it shows
 * what a call costs our client.
 *
 * @param path - of the method, `/<package>.<Service>/<Method>`
 * @param answer - the bytes of its answer
 */
export async function startWarmServer(
  scope: TestScope,
  path: string,
  answer: Uint8Array,
): Promise<{ readonly handshake: HandshakeLine }> {
  const socket = join(makeScratchDirectory(scope).temporary, 'server.sock');
  const trust = createServerTrust(sharedClientCertificate().certificatePem, new Date());
  const server = new Server();
  const reply = (_call: ServerUnaryCall<unknown, Uint8Array>, done: sendUnaryData<Uint8Array>) =>
    done(null, answer);
  server.addService({ only: defineMethod(path, rawBytes, rawBytes) }, { only: reply });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, trust.credentials, (error) => (error ? reject(error) : resolve()));
  });
  scope.after(() => server.forceShutdown());
  const certificate = trust.certificateDer?.toString('base64') ?? '';
  return { handshake: parseHandshakeLine(`1|6|unix|${socket}|grpc|${certificate}`) };
}
