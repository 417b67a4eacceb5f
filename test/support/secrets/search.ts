import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Needle, needlesOf, type Secret } from './secret-forms.ts';
import { isZip, readZipMembers } from './zip-members.ts';

/** A secret that lies around. Does not show it. */
export interface SecretHit {
  readonly label: string;
  readonly form: string;
  /** File and, after `!`, member of an archive in it; or the name that a text was given. */
  readonly place: string;
  /** Byte offset in the (unpacked) content; absent for a hit in a file's name. */
  readonly offset?: number;
}

/** What a search looked at, so that an empty result can be told from an empty search. */
export interface SearchReport {
  readonly hits: readonly SecretHit[];
  readonly places: readonly string[];
}

/** Where to look: files and directories on disk, and texts by a name of one's choice. */
export interface SearchScope {
  readonly paths?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * Looks for secrets in every form of `needlesOf`: in file names, files (zip and gzip unpacked, also in each
 * other), targets of symbolic links (which are not followed) and texts.
 *
 * @throws Error for a path that does not exist or an archive that can't be read
 */
export function searchSecrets(secrets: readonly Secret[], scope: SearchScope): SearchReport {
  if (secrets.length === 0) throw new Error('no secrets to look for');
  const needles = secrets.flatMap(needlesOf);
  const contents = [
    ...(scope.paths ?? []).flatMap(contentsOf),
    ...Object.entries(scope.texts ?? {}).map(([place, text]) => ({ place, bytes: Buffer.from(text) })),
  ];
  const hits = contents.flatMap(({ place, bytes }) => [
    ...hitsIn(needles, place, bytes),
    ...hitsIn(needles, place, Buffer.from(place)).map(({ offset: _, ...hit }) => hit),
  ]);
  return { hits, places: contents.map(({ place }) => place) };
}

/** One line a hit, for a person. */
export function describeHits(hits: readonly SecretHit[]): string {
  return hits.map(({ label, form, place }) => `${label} (${form}) in ${place}`).join('\n');
}

interface Content {
  readonly place: string;
  readonly bytes: Buffer;
}

const deepestArchive = 4;

function contentsOf(path: string): readonly Content[] {
  const stat = lstatSync(path);
  if (stat.isDirectory()) return readdirSync(path).flatMap((name) => contentsOf(join(path, name)));
  if (stat.isSymbolicLink()) return [{ place: path, bytes: Buffer.from(readlinkSync(path)) }];
  if (!stat.isFile()) return [{ place: path, bytes: Buffer.alloc(0) }];
  return withUnpacked({ place: path, bytes: readFileSync(path) }, deepestArchive);
}

function withUnpacked(content: Content, depth: number): readonly Content[] {
  const { place, bytes } = content;
  const inner = membersOf(bytes).map(({ name, bytes }) => ({ place: `${place}!${name}`, bytes }));
  if (inner.length === 0) return [content];
  if (depth === 0) throw new Error(`${place} holds archives nested too deeply`);
  return [content, ...inner.flatMap((member) => withUnpacked(member, depth - 1))];
}

function membersOf(bytes: Buffer): readonly { readonly name: string; readonly bytes: Buffer }[] {
  if (isZip(bytes)) return readZipMembers(bytes);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [{ name: 'gunzipped', bytes: gunzipSync(bytes) }];
  return [];
}

function hitsIn(needles: readonly Needle[], place: string, bytes: Buffer): readonly SecretHit[] {
  return needles.flatMap(({ label, form, bytes: needle }) => {
    const offset = bytes.indexOf(needle);
    return offset < 0 ? [] : [{ label, form, place, offset }];
  });
}
