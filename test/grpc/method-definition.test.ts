import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StdioData } from '../../src/generated/go_plugin/stdio.ts';
import { Empty } from '../../src/generated/google/protobuf/empty.ts';
import { defineMethod, rawBytes } from '../../src/grpc/method-definition.ts';

const message = { channel: 1, data: Buffer.from('ab') };
const wire = '080112026162';

describe('a method definition', () => {
  const definition = defineMethod('/p.S/M', StdioData, Empty);

  it('writes and reads messages with the codecs', () => {
    assert.equal(definition.requestSerialize(message).toString('hex'), wire);
    assert.deepEqual(definition.requestDeserialize(Buffer.from(wire, 'hex')), message);
    assert.equal(definition.responseSerialize({}).length, 0);
    assert.deepEqual(definition.responseDeserialize(Buffer.alloc(0)), {});
  });

  const streams = [{}, { request: true }, { response: true }, { request: true, response: true }] as const;
  for (const directions of streams) {
    it(`streams ${Object.keys(directions).join(' and ') || 'nothing'}`, () => {
      const { path, requestStream, responseStream } = defineMethod('/p.S/M', Empty, Empty, directions);
      assert.equal(path, '/p.S/M');
      assert.deepEqual([requestStream, responseStream], ['request' in directions, 'response' in directions]);
    });
  }

  it('takes bytes as they are, even a part of a larger buffer', () => {
    const raw = defineMethod('/p.S/M', rawBytes, rawBytes);
    const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    assert.deepEqual(raw.responseSerialize(part), Buffer.from([2, 3]));
    assert.equal(raw.requestDeserialize(Buffer.from(part)) instanceof Uint8Array, true);
  });
});
