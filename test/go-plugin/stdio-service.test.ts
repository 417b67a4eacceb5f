import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { StdioData } from '../../src/generated/go_plugin/stdio.ts';
import { createOpenStreams, type OpenStreams } from '../../src/go-plugin/open-streams.ts';
import { createStrayOutput, type StrayOutput, stdioService } from '../../src/go-plugin/stdio-service.ts';
import { asBuffer, type Served, serve } from '../grpc/served.ts';

const bytes = (text: string) => Buffer.from(text);
const collect = (output: StrayOutput): string[] => {
  const chunks: string[] = [];
  output.readInto((chunk) => chunks.push(Buffer.from(chunk).toString()));
  return chunks;
};

describe('stray output', () => {
  it('is kept until someone reads, in order, and then passed on at once', () => {
    const output = createStrayOutput();
    output.push(bytes('a'));
    output.push(bytes('b'));
    const chunks = collect(output);
    output.push(bytes('c'));
    assert.deepEqual(chunks, ['a', 'b', 'c']);
  });

  it('is kept again when the reader has left, and given to the next', () => {
    const output = createStrayOutput();
    const first = collect(output);
    output.readInto(undefined);
    output.push(bytes('late'));
    assert.deepEqual([first, collect(output)], [[], ['late']]);
  });

  it('goes to the newest reader alone', () => {
    const output = createStrayOutput();
    const [first, second] = [collect(output), collect(output)];
    output.push(bytes('x'));
    assert.deepEqual([first, second], [[], ['x']]);
  });

  const bounds: readonly (readonly [pushed: readonly string[], kept: readonly string[]])[] = [
    [
      ['aaaa', 'bbbb'],
      ['aaaa', 'bbbb'],
    ],
    [
      ['aaaa', 'bbbb', 'c'],
      ['bbbb', 'c'],
    ],
    [['a', 'b', 'cccccccc'], ['cccccccc']],
    [['a', 'ccccccccc'], []],
    [['ccccccccc', 'a'], ['a']],
  ];
  for (const [pushed, kept] of bounds) {
    it(`keeps 8 bytes, the oldest go first: ${pushed.join(' ')}`, () => {
      const output = createStrayOutput(8);
      for (const chunk of pushed) output.push(bytes(chunk));
      assert.deepEqual(collect(output), kept);
    });
  }

  it('counts anew after it was read', () => {
    const output = createStrayOutput(4);
    output.push(bytes('aaaa'));
    collect(output);
    output.readInto(undefined);
    output.push(bytes('bbbb'));
    assert.deepEqual(collect(output), ['bbbb']);
  });

  it('stops at one megabyte by default', () => {
    const output = createStrayOutput();
    for (let count = 0; count < 100; count += 1) output.push(Buffer.alloc(64 * 1024));
    assert.equal(collect(output).length, 16);
  });
});

describe('the stdio stream', () => {
  let output: StrayOutput;
  let streams: OpenStreams;
  let presence: string[];
  let served: Served;
  beforeEach(async () => {
    output = createStrayOutput();
    streams = createOpenStreams();
    // Its own array: what the end of one test sets off must not show in the next.
    const own: string[] = [];
    presence = own;
    const host = { joined: () => own.push('joined'), left: () => own.push('left') };
    served = await serve([stdioService(output, streams, host)]);
  });
  afterEach(() => served.close());

  const open = (): ClientReadableStream<StdioData> => {
    const path = '/plugin.GRPCStdio/StreamStdio';
    const call = served.client.makeServerStreamRequest(path, asBuffer, StdioData.decode, Buffer.alloc(0));
    call.on('error', () => {});
    return call;
  };
  const next = async (call: ClientReadableStream<StdioData>): Promise<StdioData> =>
    (await once(call, 'data'))[0];
  const until = async (count: number) => {
    const deadlineMs = performance.now() + 5_000;
    while (presence.length < count) {
      assert.ok(performance.now() < deadlineMs, `only ${presence.join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('brings what was written before and after it was opened, as stdout', async () => {
    output.push(bytes('before'));
    const call = open();
    assert.deepEqual(await next(call), { channel: 1, data: bytes('before') });
    output.push(bytes('after'));
    assert.deepEqual(await next(call), { channel: 1, data: bytes('after') });
    assert.deepEqual(presence, ['joined']);
  });

  it('tells when the host left, and keeps what it can’t deliver', async () => {
    const first = open();
    await until(1);
    first.cancel();
    await until(2);
    output.push(bytes('meanwhile'));
    assert.deepEqual(await next(open()), { channel: 1, data: bytes('meanwhile') });
    assert.deepEqual(presence, ['joined', 'left', 'joined']);
  });

  it('of another host replaces the first, whose end then means nothing', async () => {
    const first = open();
    await until(1);
    const second = open();
    await until(2);
    first.cancel();
    output.push(bytes('x'));
    assert.deepEqual(await next(second), { channel: 1, data: bytes('x') });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(presence, ['joined', 'joined']);
  });

  it('ends with status OK when we end', async () => {
    const call = open();
    await until(1);
    call.resume();
    const status = once(call, 'status');
    streams.endAll();
    assert.equal((await status)[0].code, 0);
  });
});
