import { deflateRawSync } from 'node:zlib';

/**
 * Writes a small zip archive, for tests of what reads them.
 *
 * @param members - contents by name
 */
export function zipOf(
  members: Readonly<Record<string, string | Uint8Array>>,
  { deflate = true }: { readonly deflate?: boolean } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const packed = deflate ? deflateRawSync(content) : Buffer.from(content);
    const fields = {
      method: deflate ? 8 : 0,
      packedBytes: packed.length,
      bytes: Buffer.from(content).length,
    };
    const local = Buffer.concat([header(0x04034b50, 30, fields, name), Buffer.from(name), packed]);
    const entry = header(0x02014b50, 46, fields, name);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directoryBytes, end]);
}

interface HeaderFields {
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

/** Local and directory headers share their middle part; the directory's has two more bytes before it. */
function header(signature: number, length: number, fields: HeaderFields, name: string): Buffer {
  const at = length === 46 ? 2 : 0;
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt16LE(fields.method, at + 8);
  bytes.writeUInt32LE(fields.packedBytes, at + 18);
  bytes.writeUInt32LE(fields.bytes, at + 22);
  bytes.writeUInt16LE(Buffer.byteLength(name), at + 26);
  return bytes;
}
