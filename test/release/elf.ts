/** What an ELF file for Linux says of itself. */
export interface Elf {
  readonly machine: 'x64' | 'arm64' | 'other';
  /** The loader that the kernel starts it with. */
  readonly interpreter: string;
  /** Every version of a symbol that it needs, e.g. `GLIBC_2.17`. */
  readonly neededVersions: readonly string[];
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly linkedSection: number;
}

const machines: Readonly<Record<number, Elf['machine']>> = { 62: 'x64', 183: 'arm64' };
const interpreterSegment = 3;
const versionNeeds = 0x6ffffffe;

/**
 * Reads a 64-bit little-endian executable.
 *
 * @throws Error when it is none
 */
export function readElf(file: Buffer): Elf {
  if (file.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') throw new Error('no 64-bit ELF file');
  const sections = readSections(file);
  const needs = sections.find(({ type }) => type === versionNeeds);
  const names = sections[needs?.linkedSection ?? -1];
  return {
    machine: machines[file.readUInt16LE(18)] ?? 'other',
    interpreter: readInterpreter(file),
    neededVersions: needs && names ? readVersionNeeds(file, needs.offset, names.offset) : [],
  };
}

function readSections(file: Buffer): readonly Section[] {
  const start = Number(file.readBigUInt64LE(40));
  const bytes = file.readUInt16LE(58);
  return Array.from({ length: file.readUInt16LE(60) }, (_, index) => {
    const at = start + index * bytes;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      linkedSection: file.readUInt32LE(at + 40),
    };
  });
}

function readInterpreter(file: Buffer): string {
  const start = Number(file.readBigUInt64LE(32));
  const bytes = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  const segments = Array.from({ length: count }, (_, index) => start + index * bytes);
  const found = segments.find((at) => file.readUInt32LE(at) === interpreterSegment);
  return found === undefined ? '' : textAt(file, Number(file.readBigUInt64LE(found + 8)));
}

/** One record for each library, with a list of versions each. */
function readVersionNeeds(file: Buffer, start: number, names: number): readonly string[] {
  const versions: string[] = [];
  for (let need = start, next = -1; next !== 0; need += next) {
    let at = need + file.readUInt32LE(need + 8);
    for (let left = file.readUInt16LE(need + 2); left > 0; left -= 1) {
      versions.push(textAt(file, names + file.readUInt32LE(at + 8)));
      at += file.readUInt32LE(at + 12);
    }
    next = file.readUInt32LE(need + 12);
  }
  return versions;
}

function textAt(file: Buffer, offset: number): string {
  return file.toString('latin1', offset, file.indexOf(0, offset));
}
