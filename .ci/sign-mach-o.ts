import { createHash } from 'node:crypto';

const pageBytes = 4096;

const codeSignatureCommand = 0x1d;
const segmentCommand = 0x19;
const headerBytes = 32;

/** What a linker sets: signed by nobody in particular. */
const adHocLinkerSigned = 0x20002;
const sha256 = { id: 2, bytes: 32 };
const mainBinary = 1;
const superBlobBytes = 20;
const directoryHeadBytes = 88;

/**
 * Gives an executable for macOS an ad-hoc signature in the place of the one that it has: hashes of all its pages, as
 * linkers make them. With a signature that does not fit, macOS may kill the process.
 *
 * @returns the signed executable
 * @param identifier - name in the signature
 * @throws Error when it is no 64-bit Mach-O file with a signature at its end
 * @see https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/kern/cs_blobs.h
 */
export function signMachO(unsigned: Uint8Array, identifier: string): Buffer {
  const file = Buffer.from(unsigned);
  const { signature, linkEdit, text } = findCommands(file);
  const codeBytes = file.readUInt32LE(signature + 8);
  const signatureBytes = superBlobBytes + directoryBytes(codeBytes, identifier);

  // These are in the pages that are hashed below.
  file.writeUInt32LE(signatureBytes, signature + 12);
  const segmentBytes = codeBytes + signatureBytes - Number(file.readBigUInt64LE(linkEdit + 40));
  const memoryBytes = Math.ceil(segmentBytes / pageBytes) * pageBytes;
  file.writeBigUInt64LE(BigInt(segmentBytes), linkEdit + 48);
  if (file.readBigUInt64LE(linkEdit + 32) < memoryBytes) {
    file.writeBigUInt64LE(BigInt(memoryBytes), linkEdit + 32);
  }

  const code = file.subarray(0, codeBytes);
  const textBytes = file.readBigUInt64LE(text + 48);
  return Buffer.concat([code, superBlob(codeDirectory(code, identifier, textBytes))]);
}

/** Offsets of the load commands that matter. */
function findCommands(file: Buffer) {
  if (file.readUInt32LE(0) !== 0xfeedfacf) throw new Error('no 64-bit Mach-O file');
  const found = new Map<string, number>();
  let at = headerBytes;
  for (let left = file.readUInt32LE(16); left > 0; left -= 1) {
    const command = file.readUInt32LE(at);
    const segment = file.toString('latin1', at + 8, at + 24).replace(/\0+$/, '');
    found.set(command === segmentCommand ? segment : String(command), at);
    at += file.readUInt32LE(at + 4);
  }
  const offsetOf = (name: string) => found.get(name) ?? missing(name);
  return {
    signature: offsetOf(String(codeSignatureCommand)),
    linkEdit: offsetOf('__LINKEDIT'),
    text: offsetOf('__TEXT'),
  };
}

function missing(name: string): never {
  throw new Error(`Mach-O file without load command ${name}`);
}

function directoryBytes(codeBytes: number, identifier: string): number {
  const pages = Math.ceil(codeBytes / pageBytes);
  return directoryHeadBytes + identifier.length + 1 + pages * sha256.bytes;
}

/** The one blob of an ad-hoc signature, with its index. */
function superBlob(directory: Buffer): Buffer {
  const head = Buffer.alloc(superBlobBytes);
  const fields = [0xfade0cc0, superBlobBytes + directory.length, 1, 0, superBlobBytes];
  fields.forEach((field, index) => void head.writeUInt32BE(field, index * 4));
  return Buffer.concat([head, directory]);
}

function codeDirectory(code: Buffer, identifier: string, textBytes: bigint): Buffer {
  const hashes: Buffer[] = [];
  for (let at = 0; at < code.length; at += pageBytes) {
    hashes.push(
      createHash('sha256')
        .update(code.subarray(at, at + pageBytes))
        .digest(),
    );
  }
  const name = Buffer.from(`${identifier}\0`, 'latin1');
  const head = Buffer.alloc(directoryHeadBytes);
  const hashOffset = directoryHeadBytes + name.length;
  const length = directoryBytes(code.length, identifier);
  const version = 0x20400;
  const specialHashes = 0;
  const fields = [
    ...[0xfade0c02, length, version, adHocLinkerSigned, hashOffset, directoryHeadBytes],
    ...[specialHashes, hashes.length, code.length],
  ];
  fields.forEach((field, index) => void head.writeUInt32BE(field, index * 4));
  head.set([sha256.bytes, sha256.id, 0, Math.log2(pageBytes)], 36);
  head.writeBigUInt64BE(textBytes, 72);
  head.writeBigUInt64BE(BigInt(mainBinary), 80);
  return Buffer.concat([head, name, ...hashes]);
}
