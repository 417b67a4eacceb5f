import type { MethodDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/** A generated codec of one protobuf message. */
export interface MessageCodec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/** One gRPC service as grpc-js takes it. Methods of the protocol that are left out are UNIMPLEMENTED. */
export interface GrpcService {
  readonly definition: Readonly<Record<string, MethodDefinition<unknown, unknown>>>;
  readonly implementation: UntypedServiceImplementation;
}

/** The two directions of a method that carry more than one message. */
export interface Streams {
  readonly request?: true;
  readonly response?: true;
}

/**
 * @param path - `/<package>.<Service>/<Method>`
 * @param request - codec of what the client sends
 * @param response - codec of what we answer
 */
export function defineMethod<Request, Response>(
  path: string,
  request: MessageCodec<Request>,
  response: MessageCodec<Response>,
  streams: Streams = {},
): MethodDefinition<unknown, unknown> {
  const definition: MethodDefinition<Request, Response> = {
    path,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestSerialize: (message) => toBuffer(request.encode(message).finish()),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (message) => toBuffer(response.encode(message).finish()),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
  return definition as MethodDefinition<unknown, unknown>;
}

/** The bytes as they are: for handlers that decode (or pass on) messages themselves. */
export const rawBytes: MessageCodec<Uint8Array> = {
  encode: (bytes) => ({ finish: () => bytes }),
  decode: (bytes) => bytes,
};

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
