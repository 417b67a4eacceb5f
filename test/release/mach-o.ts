import { createHash } from 'node:crypto';

/** What a Mach-O file for macOS says of itself, and whether its signature is true. */
export interface MachO {
  readonly machine: 'x64' | 'arm64' | 'other';
  /** Without a certificate. */
  readonly adHoc: boolean;
  /** Where the signed bytes end; the signature has to follow there, up to the end of the file. */
  readonly signedBytes: number;
  readonly signatureStart: number;
  readonly signatureEnd: number;
  /** Pages whose bytes have another hash than the signature says. */
  readonly changedPages: readonly number[];
}

const machines: Readonly<Record<number, MachO['machine']>> = { 16777223: 'x64', 16777228: 'arm64' };
const codeSignature = 0x1d;
const codeDirectorySlot = 0;
const adHocFlag = 2;

/**
 * Reads a 64-bit executable.
 *
 * @throws Error when it is none, or has no signature
 */
export function readMachO(file: Buffer): MachO {
  if (file.readUInt32LE(0) !== 0xfeedfacf) throw new Error('no 64-bit Mach-O file');
  const command = findCommand(file, codeSignature);
  const signatureStart = file.readUInt32LE(command + 8);
  const directory = signatureStart + findBlob(file.subarray(signatureStart), codeDirectorySlot);
  const field = (index: number) => file.readUInt32BE(directory + index * 4);
  if (field(0) !== 0xfade0c02) throw new Error('no code directory');
  const signedBytes = field(8);
  return {
    machine: machines[file.readUInt32LE(4)] ?? 'other',
    adHoc: (field(3) & adHocFlag) !== 0,
    signedBytes,
    signatureStart,
    signatureEnd: signatureStart + file.readUInt32LE(command + 12),
    changedPages: changedPages(file.subarray(0, signedBytes), {
      pageBytes: 2 ** file.readUInt8(directory + 39),
      hashes: file.subarray(directory + field(4), directory + field(4) + field(7) * 32),
    }),
  };
}

interface PageHashes {
  readonly pageBytes: number;
  /** SHA-256, one after the other. */
  readonly hashes: Buffer;
}

function changedPages(code: Buffer, { pageBytes, hashes }: PageHashes): readonly number[] {
  const pages = Math.max(Math.ceil(code.length / pageBytes), hashes.length / 32);
  return Array.from({ length: pages }, (_, page) => page).filter((page) => {
    const hash = createHash('sha256')
      .update(code.subarray(page * pageBytes, (page + 1) * pageBytes))
      .digest();
    return !hash.equals(hashes.subarray(page * 32, (page + 1) * 32));
  });
}

function findCommand(file: Buffer, wanted: number): number {
  let at = 32;
  for (let left = file.readUInt32LE(16); left > 0; left -= 1) {
    if (file.readUInt32LE(at) === wanted) return at;
    at += file.readUInt32LE(at + 4);
  }
  throw new Error('no signature');
}

function findBlob(signature: Buffer, wanted: number): number {
  for (let index = signature.readUInt32BE(8) - 1; index >= 0; index -= 1) {
    const entry = 12 + index * 8;
    if (signature.readUInt32BE(entry) === wanted) return signature.readUInt32BE(entry + 4);
  }
  throw new Error('no code directory');
}
