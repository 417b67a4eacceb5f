import type { ServerWritableStream } from '@grpc/grpc-js';
import { StdioData_Channel as Channel, StdioData } from '../generated/go_plugin/stdio.ts';
import { Empty } from '../generated/google/protobuf/empty.ts';
import { defineMethod, type GrpcService } from '../grpc/method-definition.ts';
import type { OpenStreams } from './open-streams.ts';

/** Holds what was written to stdout until the host fetches it. */
export interface StrayOutput {
  /** Takes bytes that some library wrote. */
  push(chunk: Uint8Array): void;
  /** Hands over all that was pushed and will be; a later reader replaces an earlier one. */
  readInto(reader: ((chunk: Uint8Array) => void) | undefined): void;
}

const mostBytesKept = 1024 * 1024;

/** @param maxBytes - bytes kept while nobody reads; the oldest go first */
export function createStrayOutput(maxBytes = mostBytesKept): StrayOutput {
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let read: ((chunk: Uint8Array) => void) | undefined;
  return {
    push(chunk) {
      if (read) return read(chunk);
      kept.push(chunk);
      keptBytes += chunk.length;
      while (keptBytes > maxBytes) keptBytes -= kept.shift()?.length ?? keptBytes;
    },
    readInto(reader) {
      read = reader;
      if (!reader) return;
      for (const chunk of kept.splice(0)) reader(chunk);
      keptBytes = 0;
    },
  };
}

/** Told when the host's stream comes and when it breaks off, as it does when the host dies. */
export interface HostPresence {
  joined(): void;
  left(): void;
}

/**
 * `plugin.GRPCStdio`: the host fetches what the plugin writes to stdout, which itself belongs to the handshake.
 * Stderr is not repeated here: it carries the log, which hosts read from the pipe.
 */
export function stdioService(output: StrayOutput, streams: OpenStreams, host: HostPresence): GrpcService {
  let newest = 0;
  const handler = (call: ServerWritableStream<Empty, StdioData>) => {
    newest += 1;
    const own = newest;
    streams.add(call);
    host.joined();
    output.readInto((chunk) => call.write({ channel: Channel.STDOUT, data: Buffer.from(chunk) }));
    call.on('cancelled', () => {
      if (own !== newest) return;
      output.readInto(undefined);
      host.left();
    });
  };
  return {
    definition: {
      StreamStdio: defineMethod('/plugin.GRPCStdio/StreamStdio', Empty, StdioData, { response: true }),
    },
    implementation: { StreamStdio: handler },
  };
}
