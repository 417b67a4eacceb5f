import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** An error of an AWS JSON 1.1 service. */
export interface AwsError {
  readonly status: number;
  /** Goes into `__type`; SDKs make it the name of the exception. */
  readonly name: string;
  readonly message: string;
}

/** How much of an answer the client gets: all, nothing ever, headers and half the body, or a TCP reset. */
export type Delivery = 'whole' | 'hang' | 'half' | 'reset';

/** A decided answer, as plain data. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly delivery: Delivery;
}

/** A whole answer with a JSON text as AWS JSON 1.1 has it. */
export function jsonAnswer(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body, delivery: 'whole' };
}

/** A whole answer that reports an error. */
export function errorAnswer({ status, name, message }: AwsError): Answer {
  return jsonAnswer(JSON.stringify({ __type: name, message }), status);
}

/**
 * Sends an answer. Its `Date` header is the endpoint's own clock, since clients correct theirs by it.
 *
 * @returns the status the client gets to see, `undefined` if it gets none
 */
export function deliver(response: ServerResponse, answer: Answer, now: Date): number | undefined {
  if (answer.delivery === 'hang') return undefined;
  if (answer.delivery === 'reset') {
    response.socket?.resetAndDestroy();
    return undefined;
  }
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    date: now.toUTCString(),
    'x-amzn-requestid': randomUUID(),
    'content-length': String(body.length),
    ...answer.headers,
  });
  if (answer.delivery === 'whole') response.end(body);
  else response.write(body.subarray(0, Math.floor(body.length / 2)));
  return answer.status;
}
