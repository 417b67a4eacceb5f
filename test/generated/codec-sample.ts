import type { BinaryWriter } from '@bufbuild/protobuf/wire';

/** One message in two notations: ours, and proto-loader's, which shows only what is on the wire. */
export interface CodecSample {
  readonly name: string;
  /** The gRPC path of a method that takes or returns the message. */
  readonly method: string;
  readonly side: 'request' | 'response';
  readonly reference: object;
  readonly encode: () => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly message: unknown;
}

interface Codec<T> {
  encode(message: T): BinaryWriter;
  decode(bytes: Uint8Array): T;
}

/** Ties a message to its codec, so that the table as a whole needs no type parameter. */
export function sample<T>(
  name: string,
  [method, side]: readonly [method: string, side: CodecSample['side']],
  codec: Codec<T>,
  message: T,
  reference: object,
): CodecSample {
  const encode = () => codec.encode(message).finish();
  return { name, method, side, reference, encode, decode: (bytes) => codec.decode(bytes), message };
}
