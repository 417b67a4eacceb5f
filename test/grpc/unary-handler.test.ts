import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { type CallsUnderWay, createCallsUnderWay } from '../../src/grpc/calls-under-way.ts';
import type { MessageCodec } from '../../src/grpc/method-definition.ts';
import { type UnaryRpc, unaryMethod } from '../../src/grpc/unary-handler.ts';
import { type RecordedLogger, recordedLogger } from './recorded-logger.ts';
import { asBuffer, type Served, serve } from './served.ts';

/** Texts as UTF-8; the one message that can't be decoded is `bad`. */
const text: MessageCodec<string> = {
  encode: (message) => ({ finish: () => Buffer.from(message) }),
  decode(bytes) {
    const message = Buffer.from(bytes).toString();
    if (message === 'bad') throw new SyntaxError('SECRET');
    return message;
  },
};
const path = '/test.Service/Ask';

let log: RecordedLogger;
let underWay: CallsUnderWay;
let served: Served | undefined;
beforeEach(() => {
  log = recordedLogger();
  underWay = createCallsUnderWay({ onCrowdGone: () => {} });
});
afterEach(() => served?.close());

async function serveAsk(changes: Partial<UnaryRpc<string, string>>): Promise<Served> {
  const rpc: UnaryRpc<string, string> = {
    request: text,
    response: text,
    handle: (request) => `answer to ${request}`,
    failed: (error) => `failed: ${error instanceof Error ? error.name : typeof error}`,
    ...changes,
  };
  let nowMs = 0;
  const clock = () => {
    nowMs += 5;
    return new Date(nowMs);
  };
  const { definition, handler } = unaryMethod(path, rpc, {
    logger: log.logger,
    clock,
    underWay,
  });
  served = await serve([{ definition: { Ask: definition }, implementation: { Ask: handler } }]);
  return served;
}
const ask = async (server: Served, request = 'me') =>
  Buffer.from(await server.callRaw(path, Buffer.from(request))).toString();

/** A handler that only its signal ends, and a way to wait until it runs. */
function hangingHandler() {
  let started: () => void = () => {};
  const running = new Promise<void>((resolve) => (started = resolve));
  let ended: (reason: string) => void = () => {};
  const end = new Promise<string>((resolve) => (ended = resolve));
  const handle: UnaryRpc<string, string>['handle'] = async (_, { signal }) => {
    started();
    await once(signal, 'abort');
    ended('aborted');
    return 'stopped';
  };
  return { handle, running, end };
}

describe('a unary method', () => {
  it('answers', async () => {
    assert.equal(await ask(await serveAsk({})), 'answer to me');
  });

  const failures: Readonly<Record<string, Partial<UnaryRpc<string, string>>>> = {
    'failed: TypeError': {
      handle: () => {
        throw new TypeError('SECRET');
      },
    },
    'failed: RangeError': { handle: () => Promise.reject(new RangeError('SECRET')) },
    'failed: string': { handle: () => Promise.reject('SECRET') },
  };
  for (const [answer, changes] of Object.entries(failures)) {
    it(`answers "${answer}" where the handler throws, and logs no more than its kind`, async () => {
      assert.equal(await ask(await serveAsk(changes)), answer);
      assert.doesNotMatch(log.text(), /SECRET/);
      assert.equal(log.lines().at(-1)?.outcome, 'failed');
    });
  }

  it('answers also bytes that it can’t decode', async () => {
    assert.equal(await ask(await serveAsk({}), 'bad'), 'failed: SyntaxError');
    assert.doesNotMatch(log.text(), /SECRET/);
  });

  it('logs name, duration, outcome and the summary of the answer, but not the answer', async () => {
    await ask(await serveAsk({ summarize: (answer) => ({ length: answer.length }) }));
    assert.deepEqual(log.lines(), [
      { '@level': 'trace', '@message': 'RPC received', '@module': 'test', rpc: 'Ask' },
      {
        '@level': 'debug',
        '@message': 'RPC answered',
        '@module': 'test',
        rpc: 'Ask',
        duration_ms: 5,
        outcome: 'ok',
        length: 12,
      },
    ]);
  });
});

describe('the signal of a unary method', () => {
  it('aborts when the client cancels', async () => {
    const { handle, running, end } = hangingHandler();
    const { client } = await serveAsk({ handle });
    const cancelled = new Promise<number | undefined>((resolve) => {
      const call = client.makeUnaryRequest(path, asBuffer, asBuffer, Buffer.from('me'), (error) =>
        resolve(error?.code),
      );
      void running.then(() => call.cancel());
    });
    assert.equal(await cancelled, status.CANCELLED);
    assert.equal(await end, 'aborted');
  });

  it('aborts when the client goes away', async () => {
    const { handle, running, end } = hangingHandler();
    const { address } = await serveAsk({ handle });
    const session = connect(`http://${address}`);
    const frame = Buffer.from([0, 0, 0, 0, 2, ...Buffer.from('me')]);
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
    const request = session.request(headers);
    request.on('error', () => {});
    request.end(frame);
    await running;
    session.destroy();
    assert.equal(await end, 'aborted');
  });

  it('aborts when the server is told to stop, and the answer still arrives', async () => {
    const { handle, running } = hangingHandler();
    const answer = ask(await serveAsk({ handle }));
    await running;
    underWay.abortAll();
    assert.equal(await answer, 'stopped');
    assert.equal(log.lines().at(-1)?.outcome, 'cancelled');
  });

  it('of a later call is a fresh one', async () => {
    const signals: AbortSignal[] = [];
    const { handle, running } = hangingHandler();
    const server = await serveAsk({
      handle: (request, context) => {
        signals.push(context.signal);
        return request === 'hang' ? handle(request, context) : 'done';
      },
    });
    const first = ask(server, 'hang');
    await running;
    underWay.abortAll();
    await first;
    assert.equal(await ask(server), 'done');
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
  });

  it('is given up with the answer, so that a later stop reaches nobody', async () => {
    const signals: AbortSignal[] = [];
    const server = await serveAsk({
      handle: (_, { signal }) => {
        signals.push(signal);
        return 'done';
      },
    });
    await ask(server);
    underWay.abortAll();
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
  });
});
