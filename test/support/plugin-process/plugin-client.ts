import {
  type ChannelCredentials,
  Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { findMethod, type Message } from './protocol-definitions.ts';
import type { TerraformRequests, TerraformResponses } from './terraform-messages.ts';

/** A call that was sent and can be taken back. */
export interface UnaryCall<Response> {
  readonly answer: Promise<Response>;
  cancel(): void;
}

/** One connection of a host to a plugin. */
export interface PluginClient {
  /** @param path - `/<package>.<Service>/<Method>` */
  unary<Response = Message>(path: string, request?: Message): Promise<Response>;
  /** Sends bytes as they are and gives back the answer's. */
  unaryBytes(path: string, request: Uint8Array): Promise<Buffer>;
  /** A call of `tfplugin6.Provider`. */
  terraform<Method extends keyof TerraformResponses>(
    method: Method,
    request?: TerraformRequests[Method],
  ): Promise<TerraformResponses[Method]>;
  startTerraform<Method extends keyof TerraformResponses>(
    method: Method,
    request?: TerraformRequests[Method],
  ): UnaryCall<TerraformResponses[Method]>;
  openStream(path: string, request?: Message): ClientReadableStream<Message>;
  openDuplex(path: string): ClientDuplexStream<Message, Message>;
  close(): void;
}

/** So long that only a call that never ends meets it. */
const callTimeoutMs = 60_000;
const maxMessageBytes = 256 * 1024 * 1024;

/** How to trust a plugin, and what to show it. */
export interface ClientTrust {
  /** The only certificate that the plugin may show. */
  readonly serverCertificate: Uint8Array;
  /** Absent for a client without a certificate. */
  readonly own?: { readonly certificatePem: string; readonly privateKeyPem: string } | undefined;
}

/** Credentials that pin the certificate of the handshake line. */
export function pinnedCredentials(trust: ClientTrust): ChannelCredentials {
  const root = Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(trust.serverCertificate).toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
  if (!trust.own) return credentials.createSsl(root);
  const { privateKeyPem, certificatePem } = trust.own;
  return credentials.createSsl(root, Buffer.from(privateKeyPem), Buffer.from(certificatePem));
}

/** @param target - in gRPC's form, e.g. `unix:/tmp/plugin.sock` */
export function connectTo(target: string, channelCredentials: ChannelCredentials): PluginClient {
  const client = new Client(target, channelCredentials, {
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.use_local_subchannel_pool': 1,
  });

  const send = <Request, Response>(
    path: string,
    encode: (request: Request) => Buffer,
    decode: (bytes: Buffer) => Response,
    request: Request,
  ): UnaryCall<Response> => {
    let cancel = () => {};
    const answer = new Promise<Response>((resolve, reject) => {
      const call = client.makeUnaryRequest(
        path,
        encode,
        decode,
        request,
        new Metadata(),
        { deadline: Date.now() + callTimeoutMs },
        (error: ServiceError | null, response?: Response) =>
          error || response === undefined ? reject(error) : resolve(response),
      );
      cancel = () => call.cancel();
    });
    return { answer, cancel };
  };

  const startUnary = <Response>(path: string, request: Message = {}): UnaryCall<Response> => {
    const method = findMethod(path);
    return send(path, method.requestSerialize, method.responseDeserialize, request) as UnaryCall<Response>;
  };
  const startTerraform = <Method extends keyof TerraformResponses>(
    method: Method,
    request?: TerraformRequests[Method],
  ) =>
    startUnary<TerraformResponses[Method]>(`/tfplugin6.Provider/${method}`, request as Message | undefined);

  return {
    unary: <Response>(path: string, request?: Message) => startUnary<Response>(path, request).answer,
    unaryBytes: (path, request) => send(path, toBuffer, (bytes) => bytes, request).answer,
    terraform: (method, request) => startTerraform(method, request).answer,
    startTerraform,
    openStream(path, request = {}) {
      const method = findMethod(path);
      const stream = client.makeServerStreamRequest(
        path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
      ) as ClientReadableStream<Message>;
      return quiet(stream);
    },
    openDuplex(path) {
      const method = findMethod(path);
      const stream = client.makeBidiStreamRequest(
        path,
        method.requestSerialize,
        method.responseDeserialize,
      ) as unknown as ClientDuplexStream<Message, Message>;
      return quiet(stream);
    },
    close: () => client.close(),
  };
}

/** A stream's end is for its test to look at, and must not end the test run by itself. */
function quiet<Stream extends { on(event: 'error', listener: () => void): unknown }>(stream: Stream): Stream {
  stream.on('error', () => {});
  return stream;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes);
}
