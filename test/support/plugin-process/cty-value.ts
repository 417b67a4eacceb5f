// cty's msgpack form, written byte by byte: the plugin's own codec must not judge itself.
import { decode } from 'msgpack-lite';
import type { DynamicValue } from './terraform-messages.ts';

/** What a configuration can hold, in plain form. */
export type CtyValue =
  | string
  | null
  | typeof unknown
  | readonly CtyValue[]
  | { readonly [name: string]: CtyValue };

/** A value that is known only after apply. */
export const unknown: unique symbol = Symbol('unknown');

/** Encodes a value as Terraform does. */
export function msgpackValue(value: CtyValue): DynamicValue {
  return { msgpack: encode(value) };
}

/** Encodes a value in cty's JSON form. */
export function jsonValue(value: unknown): DynamicValue {
  return { json: Buffer.from(JSON.stringify(value)) };
}

/** A value from hexadecimal bytes; spaces are for readers. */
export function hexValue(hex: string): DynamicValue {
  return { msgpack: Buffer.from(hex.replaceAll(' ', ''), 'hex') };
}

/** Decodes an object of strings. */
export function readObject(bytes: Buffer): Readonly<Record<string, string>> {
  return decode(bytes) as Record<string, string>;
}

function encode(value: CtyValue): Buffer {
  if (value === null) return Buffer.from([0xc0]);
  if (value === unknown) return Buffer.from([0xd4, 0x00, 0x00]);
  if (typeof value === 'string') return encodeText(value);
  if (Array.isArray(value)) return counted(0xdd, value.length, value.map(encode));
  const entries = Object.entries(value as Readonly<Record<string, CtyValue>>);
  return counted(
    0xdf,
    entries.length,
    entries.flatMap(([name, entry]) => [encodeText(name), encode(entry)]),
  );
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return counted(0xdb, bytes.length, [bytes]);
}

/** A form with a length field of 32 bits. */
function counted(form: number, count: number, parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(5, form);
  head.writeUInt32BE(count, 1);
  return Buffer.concat([head, ...parts]);
}
