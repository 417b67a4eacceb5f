/** Something that must not be found. */
export interface Secret {
  /** What it is, for reports: these never show the secret itself. */
  readonly label: string;
  readonly text: string;
}

/** A byte sequence that gives a secret away. */
export interface Needle {
  readonly label: string;
  /** How it was written, e.g. `base64 at offset 1`. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** Shorter secrets would be found by chance. */
const shortestSecret = 8;
const fragmentBytes = 40;

/**
 * Every form in which a secret may lie around: raw, base64 at each alignment in both alphabets, URL-encoded,
 * escaped as JSON (once and twice, as Node and as Go do it) and hex. Long secrets are looked for by their
 * beginning, middle and end, so that a cut one is found too.
 *
 * @throws Error for a secret of less than 8 bytes
 */
export function needlesOf({ label, text }: Secret): readonly Needle[] {
  if (Buffer.byteLength(text) < shortestSecret)
    throw new Error(`the secret "${label}" is too short to look for`);
  const needles = fragmentsOf(text).flatMap((fragment) =>
    Object.entries(forms).map(([form, write]) => ({ label, form, bytes: Buffer.from(write(fragment)) })),
  );
  const seen = new Set<string>();
  return needles.filter(({ bytes }) => {
    const key = bytes.toString('latin1');
    return !seen.has(key) && seen.add(key);
  });
}

const forms: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  raw: (text) => text,
  'base64 at offset 0': (text) => base64Core(text, 0),
  'base64 at offset 1': (text) => base64Core(text, 1),
  'base64 at offset 2': (text) => base64Core(text, 2),
  'base64url at offset 0': (text) => toUrlAlphabet(base64Core(text, 0)),
  'base64url at offset 1': (text) => toUrlAlphabet(base64Core(text, 1)),
  'base64url at offset 2': (text) => toUrlAlphabet(base64Core(text, 2)),
  'URL-encoded': encodeURIComponent,
  'URL-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'form-encoded': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  'JSON-escaped': escapeJson,
  'JSON-escaped twice': (text) => escapeJson(escapeJson(text)),
  'JSON-escaped by Go': escapeJsonAsGo,
  'JSON-escaped with slashes': (text) => escapeJson(text).replaceAll('/', '\\/'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
};

function fragmentsOf(text: string): readonly string[] {
  if (text.length <= fragmentBytes * 2) return [text];
  const middle = Math.floor((text.length - fragmentBytes) / 2);
  return [0, middle, text.length - fragmentBytes].map((at) => text.slice(at, at + fragmentBytes));
}

/** The characters that base64 has for a text wherever it stands in the encoded bytes, given its offset mod 3. */
function base64Core(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const wholeSextets = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), wholeSextets);
}

function toUrlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeJsonAsGo(text: string): string {
  return escapeJson(text).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}
