import type { handleUnaryCall, MethodDefinition } from '@grpc/grpc-js';
import type { LogFields, Logger } from '../logger.ts';
import type { CallsUnderWay } from './calls-under-way.ts';
import { defineMethod, type MessageCodec, rawBytes } from './method-definition.ts';

/** What a handler knows beside its request. */
export interface RpcContext {
  /** Aborts when the client cancels the call or goes away, or when the server is told to stop its work. */
  readonly signal: AbortSignal;
}

/** One unary RPC. `handle` may throw anything; `failed` turns it into an answer. */
export interface UnaryRpc<Request, Response> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  handle(request: Request, context: RpcContext): Response | Promise<Response>;
  /** The answer for a request that can't be decoded, or a handler that threw. */
  failed(error: unknown): Response;
  /** What to note of an answer in the log, e.g. how many diagnostics it holds. Nothing secret. */
  summarize?(response: Response): LogFields;
}

export interface UnaryHandlerOptions {
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly underWay: CallsUnderWay;
}

/** A method as grpc-js takes it. */
export interface UnaryMethod {
  readonly definition: MethodDefinition<unknown, unknown>;
  readonly handler: handleUnaryCall<Uint8Array, Uint8Array>;
}

/**
 * Wraps an RPC: cancellation as a signal, one log line for its name, duration and outcome, and whatever throws
 * as an answer, so that no gRPC error of ours ever reaches the host.
 *
 * Messages are decoded here and not by grpc-js, which would answer bytes it can't decode with a raw status.
 */
export function unaryMethod<Request, Response>(
  path: string,
  rpc: UnaryRpc<Request, Response>,
  options: UnaryHandlerOptions,
): UnaryMethod {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const encode = (response: Response) => rpc.response.encode(response).finish();
  const run = async (request: Uint8Array, signal: AbortSignal): Promise<[Uint8Array, LogFields]> => {
    try {
      const response = await rpc.handle(rpc.request.decode(request), { signal });
      const outcome = signal.aborted ? 'cancelled' : 'ok';
      return [encode(response), { outcome, ...rpc.summarize?.(response) }];
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      return [encode(rpc.failed(error)), { outcome: 'failed', error: name }];
    }
  };
  const handler: handleUnaryCall<Uint8Array, Uint8Array> = (call, callback) => {
    const startedAtMs = options.clock().getTime();
    const work = options.underWay.begin();
    // grpc-js says so at the end of every call, also of those that were answered.
    call.on('cancelled', () => options.underWay.has(work) && work.abort());
    options.logger.trace('RPC received', { rpc: name });
    const answer = async () => {
      const [bytes, fields] = await run(call.request, work.signal).finally(() => options.underWay.end(work));
      const duration = options.clock().getTime() - startedAtMs;
      options.logger.debug('RPC answered', { rpc: name, duration_ms: duration, ...fields });
      callback(null, bytes);
    };
    void answer();
  };
  return { definition: defineMethod(path, rawBytes, rawBytes), handler };
}
