import { inflateRawSync } from 'node:zlib';

/** One file of a zip archive, unpacked. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: Buffer;
}

const maxMemberBytes = 256 * 1024 * 1024;
const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const endOfDirectoryBytes = 22;
const directoryEntryBytes = 46;
const localHeaderBytes = 30;

/** Whether the bytes are a zip archive, judged by its end, as a zip may have anything before it. */
export function isZip(bytes: Buffer): boolean {
  return findEndOfDirectory(bytes) !== undefined;
}

/**
 * Unpacks a zip archive such as a Terraform plan file.
 *
 * @throws Error for an archive that is broken or uses what we can't read: nobody may take that for empty
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readZipMembers(bytes: Buffer): readonly ZipMember[] {
  const end = findEndOfDirectory(bytes);
  if (end === undefined) throw new Error('not a zip archive');
  const count = bytes.readUInt16LE(end + 10);
  if (count === 0xffff) throw new Error('zip64 archives are not supported');
  const members: ZipMember[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== directoryEntry)
      throw new Error('the directory of the zip archive is broken');
    const nameBytes = bytes.readUInt16LE(at + 28);
    const nameStart = at + directoryEntryBytes;
    const name = bytes.toString('utf8', nameStart, nameStart + nameBytes);
    members.push({ name, bytes: unpack(bytes, at, name) });
    at = nameStart + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return members;
}

/** Reads the member that the directory entry at `entry` tells of; the local header's sizes may be missing. */
function unpack(bytes: Buffer, entry: number, name: string): Buffer {
  const method = bytes.readUInt16LE(entry + 10);
  const packedBytes = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + localHeaderBytes + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + packedBytes);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed, { maxOutputLength: maxMemberBytes });
  throw new Error(`member ${name} of the zip archive is packed by unknown method ${method}`);
}

function findEndOfDirectory(bytes: Buffer): number | undefined {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endOfDirectory);
  const at = bytes.lastIndexOf(signature);
  if (at < 0 || at + endOfDirectoryBytes > bytes.length) return undefined;
  const commentBytes = bytes.readUInt16LE(at + 20);
  return at + endOfDirectoryBytes + commentBytes === bytes.length ? at : undefined;
}
