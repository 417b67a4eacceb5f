import {
  type CallOptions,
  Client,
  credentials,
  Server,
  ServerCredentials,
  type ServiceError,
} from '@grpc/grpc-js';
import { addServices } from '../../src/go-plugin/plugin-services.ts';
import type { GrpcService, MessageCodec } from '../../src/grpc/method-definition.ts';

/** A real gRPC server on a loopback port, and a client of it. */
export interface Served {
  readonly client: Client;
  /** Host and port. */
  readonly address: string;
  /** Calls a unary method with raw bytes, and gives the raw answer. @throws ServiceError */
  callRaw(path: string, request: Uint8Array, options?: CallOptions): Promise<Uint8Array>;
  /** Calls a unary method by its codecs. @throws ServiceError */
  call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response>;
  close(): void;
}

/** One unary method, for a client. */
export interface Unary<Request, Response> {
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
}

export async function serve(services: readonly GrpcService[]): Promise<Served> {
  const server = new Server();
  addServices(server, services);
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, chosen: number) => (error ? reject(error) : resolve(chosen));
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), bound);
  });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const callRaw: Served['callRaw'] = (path, request, options = {}) =>
    new Promise((resolve, reject) => {
      const answered = (error: ServiceError | null, answer?: Uint8Array) =>
        error ? reject(error) : resolve(answer ?? new Uint8Array());
      client.makeUnaryRequest(path, asBuffer, (bytes) => bytes, request, options, answered);
    });
  return {
    client,
    address: `127.0.0.1:${port}`,
    callRaw,
    async call({ path, request, response }, message) {
      return response.decode(await callRaw(path, request.encode(message).finish()));
    },
    close() {
      client.close();
      server.forceShutdown();
    },
  };
}

export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
