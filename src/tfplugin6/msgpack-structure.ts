import { isUtf8 } from 'node:buffer';
import { ValueError } from './value-error.ts';

/** Far above any configuration, and below what would exhaust the stack or the memory. */
const deepest = 128;
const mostValues = 1_000_000;

/** Fixed and counted forms of msgpack, by first byte: how many bytes the length or the payload takes. */
interface Form {
  readonly kind: 'scalar' | 'string' | 'bytes' | 'array' | 'map' | 'ext';
  /** Bytes of the length field; 0 where the length is known from the first byte. */
  readonly lengthBytes: 0 | 1 | 2 | 4;
  /** Payload bytes, or elements, where there is no length field. */
  readonly length: number;
}

/**
 * Checks that bytes are exactly one well-formed msgpack value, before `msgpack-lite` reads them: that library
 * recurses without a bound, ignores trailing bytes and replaces invalid UTF-8.
 *
 * @throws {@link ValueError} for truncated input, trailing bytes, the unassigned byte 0xc1, invalid UTF-8, map
 * keys that are no strings or come twice, nesting deeper than 128, more than a million values
 */
export function checkMsgpackStructure(bytes: Uint8Array): void {
  const reader = { bytes, offset: 0, values: 0 };
  const frames: Frame[] = [];
  do {
    const opened = readHead(reader, frames);
    if (opened) frames.push(opened);
    if (frames.length > deepest) throw new ValueError('its values nest too deep', pathOf(frames));
    while (frames.at(-1)?.remaining === 0) frames.pop();
  } while (frames.length > 0);
  if (reader.offset < bytes.length) throw new ValueError('bytes follow the end of the value');
}

interface Reader {
  readonly bytes: Uint8Array;
  offset: number;
  values: number;
}

/** A map or array that is being read. */
interface Frame {
  /** Elements to come; in a map, keys and values. */
  remaining: number;
  readonly keys: Set<string> | undefined;
  lastKey: string | undefined;
}

function readHead(reader: Reader, frames: readonly Frame[]): Frame | undefined {
  const parent = frames.at(-1);
  const expectsKey = parent?.keys !== undefined && parent.remaining % 2 === 0;
  if (parent) parent.remaining -= 1;
  reader.values += 1;
  if (reader.values > mostValues) throw new ValueError('it holds too many values', pathOf(frames));

  const form = formOf(take(reader, 1, frames)[0] ?? 0xc1);
  if (!form) throw new ValueError('it is not msgpack', pathOf(frames));
  const length = form.lengthBytes === 0 ? form.length : readLength(take(reader, form.lengthBytes, frames));
  if (expectsKey && form.kind !== 'string') {
    throw new ValueError('the key of a map is no string', pathOf(frames));
  }
  switch (form.kind) {
    case 'array':
      return { remaining: length, keys: undefined, lastKey: undefined };
    case 'map':
      return { remaining: length * 2, keys: new Set(), lastKey: undefined };
    case 'ext':
      take(reader, length + 1, frames);
      return undefined;
    case 'string': {
      const text = take(reader, length, frames);
      if (!isUtf8(text)) throw new ValueError('a text in it is not UTF-8', pathOf(frames));
      if (expectsKey && parent) noteKey(parent, Buffer.from(text).toString('utf8'), frames);
      return undefined;
    }
    default:
      take(reader, length, frames);
      return undefined;
  }
}

function noteKey(map: Frame, key: string, frames: readonly Frame[]): void {
  if (map.keys?.has(key)) throw new ValueError('a key comes twice in a map', pathOf(frames));
  map.keys?.add(key);
  map.lastKey = key;
}

function take(reader: Reader, count: number, frames: readonly Frame[]): Uint8Array {
  const end = reader.offset + count;
  if (end > reader.bytes.length) throw new ValueError('it ends too early', pathOf(frames));
  const taken = reader.bytes.subarray(reader.offset, end);
  reader.offset = end;
  return taken;
}

function readLength(bytes: Uint8Array): number {
  return bytes.reduce((length, byte) => length * 256 + byte, 0);
}

/** The top-level attribute that is being read: all that is sure without the schema. */
function pathOf(frames: readonly Frame[]) {
  const attribute = frames[0]?.lastKey;
  return attribute === undefined ? [] : [{ attribute }];
}

const counted: Readonly<Record<number, Form>> = {
  192: { kind: 'scalar', lengthBytes: 0, length: 0 },
  194: { kind: 'scalar', lengthBytes: 0, length: 0 },
  195: { kind: 'scalar', lengthBytes: 0, length: 0 },
  196: { kind: 'bytes', lengthBytes: 1, length: 0 },
  197: { kind: 'bytes', lengthBytes: 2, length: 0 },
  198: { kind: 'bytes', lengthBytes: 4, length: 0 },
  199: { kind: 'ext', lengthBytes: 1, length: 0 },
  200: { kind: 'ext', lengthBytes: 2, length: 0 },
  201: { kind: 'ext', lengthBytes: 4, length: 0 },
  202: { kind: 'scalar', lengthBytes: 0, length: 4 },
  203: { kind: 'scalar', lengthBytes: 0, length: 8 },
  204: { kind: 'scalar', lengthBytes: 0, length: 1 },
  205: { kind: 'scalar', lengthBytes: 0, length: 2 },
  206: { kind: 'scalar', lengthBytes: 0, length: 4 },
  207: { kind: 'scalar', lengthBytes: 0, length: 8 },
  208: { kind: 'scalar', lengthBytes: 0, length: 1 },
  209: { kind: 'scalar', lengthBytes: 0, length: 2 },
  210: { kind: 'scalar', lengthBytes: 0, length: 4 },
  211: { kind: 'scalar', lengthBytes: 0, length: 8 },
  212: { kind: 'ext', lengthBytes: 0, length: 1 },
  213: { kind: 'ext', lengthBytes: 0, length: 2 },
  214: { kind: 'ext', lengthBytes: 0, length: 4 },
  215: { kind: 'ext', lengthBytes: 0, length: 8 },
  216: { kind: 'ext', lengthBytes: 0, length: 16 },
  217: { kind: 'string', lengthBytes: 1, length: 0 },
  218: { kind: 'string', lengthBytes: 2, length: 0 },
  219: { kind: 'string', lengthBytes: 4, length: 0 },
  220: { kind: 'array', lengthBytes: 2, length: 0 },
  221: { kind: 'array', lengthBytes: 4, length: 0 },
  222: { kind: 'map', lengthBytes: 2, length: 0 },
  223: { kind: 'map', lengthBytes: 4, length: 0 },
};

/** @see https://github.com/msgpack/msgpack/blob/master/spec.md#formats */
function formOf(first: number): Form | undefined {
  if (first < 0x80 || first >= 0xe0) return { kind: 'scalar', lengthBytes: 0, length: 0 };
  if (first < 0x90) return { kind: 'map', lengthBytes: 0, length: first & 0x0f };
  if (first < 0xa0) return { kind: 'array', lengthBytes: 0, length: first & 0x0f };
  if (first < 0xc0) return { kind: 'string', lengthBytes: 0, length: first & 0x1f };
  return counted[first];
}
