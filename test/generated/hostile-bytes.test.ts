import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { OpenEphemeralResource_Request } from '../../src/generated/tfplugin6/ephemeral_resource.ts';
import { Schema_Block } from '../../src/generated/tfplugin6/schema.ts';
import { ClientCapabilities, FunctionError } from '../../src/generated/tfplugin6/value.ts';

interface HostileCase {
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => unknown;
  readonly bytes: Uint8Array;
  readonly error: RegExp;
}

const decodeOpen = (bytes: Uint8Array) => OpenEphemeralResource_Request.decode(bytes);
const eof = /premature EOF/;

const refused: readonly HostileCase[] = [
  { name: 'a cut-off tag', decode: decodeOpen, bytes: hex('80'), error: eof },
  { name: 'a missing length', decode: decodeOpen, bytes: hex('0a'), error: eof },
  { name: 'a cut-off string', decode: decodeOpen, bytes: hex('0a056162'), error: eof },
  { name: 'a string of 4 GiB in seven bytes', decode: decodeOpen, bytes: hex('0affffffff0f61'), error: eof },
  { name: 'bytes of 4 GiB in nine bytes', decode: decodeOpen, bytes: hex('12070affffffff0f61'), error: eof },
  { name: 'an unknown field of 4 GiB', decode: decodeOpen, bytes: hex('7affffffff0f'), error: eof },
  { name: 'a message longer than its input', decode: decodeOpen, bytes: hex('127f0a0161'), error: eof },
  {
    name: 'a cut-off bool',
    decode: (bytes) => ClientCapabilities.decode(bytes),
    bytes: hex('08'),
    error: eof,
  },
  {
    name: 'a length of eleven bytes',
    decode: decodeOpen,
    bytes: hex(`0a${'ff'.repeat(10)}01`),
    error: /invalid varint/,
  },
  {
    name: 'a wire type that does not exist',
    decode: decodeOpen,
    bytes: hex('0e01'),
    error: /cant skip wire type 6/,
  },
  {
    name: 'an integer that a number cannot hold',
    decode: (bytes) => FunctionError.decode(bytes),
    bytes: hex('108080808080808010'),
    error: /MAX_SAFE_INTEGER/,
  },
  {
    name: 'messages in messages without end',
    decode: (bytes) => Schema_Block.decode(bytes),
    bytes: nestedBlocks(60),
    error: /recursion limit/,
  },
  {
    name: 'groups in groups without end',
    decode: decodeOpen,
    bytes: Buffer.alloc(100_000, 0x7b),
    error: /recursion depth/,
  },
];

for (const { name, decode, bytes, error } of refused) {
  test(`refused: ${name}`, () => {
    assert.throws(() => decode(bytes), error);
  });
}

test('invalid UTF-8 becomes U+FFFD, unless the reader is given a strict decoder', () => {
  const bytes = hex('0a02c328');
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  assert.equal(decodeOpen(bytes).typeName, '\ufffd(');
  const reader = new BinaryReader(bytes, (text) => strict.decode(text));
  assert.throws(() => OpenEphemeralResource_Request.decode(reader), TypeError);
});

test('a field of the wrong wire type, and one nobody knows, are skipped', () => {
  assert.deepEqual(decodeOpen(hex('0805 7a0100 0a0161'.replaceAll(' ', ''))), { typeName: 'a' });
});

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}

/** `Schema.Block.block_types[0].block`, over and over. */
function nestedBlocks(depth: number): Uint8Array {
  const wrap = (tag: number, bytes: Uint8Array) => new BinaryWriter().uint32(tag).bytes(bytes).finish();
  return Array.from({ length: depth }).reduce<Uint8Array>((inner) => wrap(0x1a, wrap(0x12, inner)), hex(''));
}
