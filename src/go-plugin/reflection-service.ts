import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from '../generated/grpc/reflection/v1/reflection.ts';
import { defineMethod, type GrpcService } from '../grpc/method-definition.ts';
import type { OpenStreams } from './open-streams.ts';

/** Answers one reflection request. */
export type AnswerReflection = (request: ServerReflectionRequest) => ServerReflectionResponse;

/** Versions of the reflection protocol; they differ in the name only. */
const versions = ['v1', 'v1alpha'] as const;

/**
 * `grpc.reflection.*.ServerReflection`, so that tools like grpcurl can explore the plugin.
 *
 * @param load - makes the answering part; called at the first request, since hosts never send one
 */
export function reflectionServices(
  streams: OpenStreams,
  load: () => Promise<AnswerReflection>,
): GrpcService[] {
  let loaded: Promise<AnswerReflection> | undefined;
  const handler = (call: ServerDuplexStream<ServerReflectionRequest, ServerReflectionResponse>) => {
    streams.add(call);
    loaded ??= load();
    const answering = loaded;
    let previous: Promise<unknown> = Promise.resolve();
    call.on('data', (request: ServerReflectionRequest) => {
      // One after the other: clients match answers to requests by their order.
      previous = previous.then(async () => call.write((await answering)(request)));
      previous.catch(() => call.end());
    });
    call.on('end', () => {
      previous.finally(() => call.end()).catch(() => {});
    });
  };
  return versions.map((version) => ({
    definition: {
      ServerReflectionInfo: defineMethod(
        `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
        ServerReflectionRequest,
        ServerReflectionResponse,
        { request: true, response: true },
      ),
    },
    implementation: { ServerReflectionInfo: handler },
  }));
}
