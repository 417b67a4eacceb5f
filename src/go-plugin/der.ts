// Just enough of DER to write one certificate. Loading a library for it would cost more start-up time than
// everything else in this folder; the tests hold the result against OpenSSL and Node's own parser.

/** Universal and context tags that a certificate uses. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
} as const;

/** One element: tag, length, then the contents one after the other. */
export function element(tagByte: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tagByte]), encodeLength(body.length), body]);
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return element(tag.sequence, ...contents);
}

/** @param bytes - big-endian, taken as a positive number */
export function positiveInteger(bytes: Uint8Array): Buffer {
  const firstSet = bytes.findIndex((byte) => byte !== 0);
  const digits = firstSet === -1 ? Buffer.from([0]) : Buffer.from(bytes.subarray(firstSet));
  const sign = (digits[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return element(tag.integer, sign, digits);
}

/** @param dotted - e.g. `2.5.4.3` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(tag.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** @param unusedBits - how many bits of the last byte do not count */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return element(tag.bitString, Buffer.from([unusedBits]), bytes);
}

export function utf8String(text: string): Buffer {
  return element(tag.utf8String, Buffer.from(text, 'utf8'));
}

/** To the second, in UTC. */
export function generalizedTime(at: Date): Buffer {
  const digits = at.toISOString().slice(0, 19).replace(/[-T:]/g, '');
  return element(tag.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}

export const derTrue = element(tag.boolean, Buffer.from([0xff]));

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([0x80 | significant.length]), significant]);
}

function base128(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
