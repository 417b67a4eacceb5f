import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { describeHits, searchSecrets } from './search.ts';
import { needlesOf } from './secret-forms.ts';
import { zipOf } from './zip-sample.ts';

const secret = { label: 'password', text: 'p+a/s=s"wo<rd&\\ 1234567890' };
const long = { label: 'long password', text: randomBytes(900).toString('base64') };
const base64 = (text: string) => Buffer.from(text).toString('base64');

const planted: Readonly<Record<string, string | Uint8Array>> = {
  raw: `before ${secret.text} after`,
  'base64 of the secret alone': base64(secret.text),
  'base64 after one byte': base64(`:${secret.text}:x`),
  'base64 after two bytes': base64(`u:${secret.text}:xy`),
  'base64 as a Docker configuration has it': base64(`AWS:${secret.text}`),
  'base64url after one byte': Buffer.from(`:${secret.text}`).toString('base64url'),
  'URL-encoded': `https://example.com/?p=${encodeURIComponent(secret.text)}&x`,
  'form-encoded': new URLSearchParams({ p: secret.text }).toString(),
  'JSON-escaped': JSON.stringify({ password: secret.text }),
  'JSON in JSON': JSON.stringify({ line: JSON.stringify({ password: secret.text }) }),
  'JSON-escaped by Go': '{"p":"p+a/s=s\\"wo\\u003crd\\u0026\\\\ 1234567890"}',
  hex: `00${Buffer.from(secret.text).toString('hex')}00`,
  'hex in upper case': Buffer.from(secret.text).toString('hex').toUpperCase(),
  'UTF-16': Buffer.from(secret.text, 'utf16le'),
  'gzip member': gzipSync(`before ${secret.text}`),
  'zip member, deflated': zipOf({ 'state.json': `{"p":"${base64(secret.text)}"}` }),
  'zip member, stored': zipOf({ 'state.json': secret.text }, { deflate: false }),
  'gzip in a zip': zipOf({ 'state.gz': gzipSync(secret.text) }),
};

describe('search for secrets', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'ecr-search-'));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const [name, content] of Object.entries(planted)) {
    it(`finds a planted one: ${name}`, () => {
      const path = join(directory, name.replaceAll(/\W/g, '-'));
      mkdirSync(path);
      const file = join(path, 'file');
      writeFileSync(file, content);
      const { hits } = searchSecrets([secret], { paths: [path] });
      assert.ok(
        hits.some(({ label, place }) => label === 'password' && place.startsWith(file)),
        `not found; looked for ${needlesOf(secret).length} forms`,
      );
    });
  }

  const longCases: Readonly<Record<string, string>> = {
    whole: long.text,
    'its first half': long.text.slice(0, 600),
    'its second half': long.text.slice(600),
    'all but both ends': long.text.slice(100, -100),
    'in base64, cut': base64(`AWS:${long.text}`).slice(0, 200),
  };
  for (const [name, text] of Object.entries(longCases)) {
    it(`finds a long one: ${name}`, () => {
      assert.notDeepEqual(searchSecrets([long], { texts: { stdout: `x${text}x` } }).hits, []);
    });
  }

  it('finds one in the name of a file and in the target of a link, which it does not follow', () => {
    const path = join(directory, 'names');
    mkdirSync(path);
    writeFileSync(join(path, 'plain-secret-name'), '');
    symlinkSync('/nowhere/linked-secret-name', join(path, 'link'));
    const names = [
      { label: 'file name', text: 'plain-secret-name' },
      { label: 'link target', text: 'linked-secret-name' },
    ];
    const found = searchSecrets(names, { paths: [path] }).hits.map(({ label }) => label);
    assert.deepEqual(found.sort(), ['file name', 'link target']);
  });

  it('reports nothing where nothing is, and says where it looked', () => {
    const path = join(directory, 'clean');
    mkdirSync(path);
    writeFileSync(join(path, 'plan'), zipOf({ tfplan: 'nothing', tfstate: '{}' }));
    const { hits, places } = searchSecrets([secret, long], {
      paths: [path],
      texts: { stdout: 'Apply complete!' },
    });
    assert.deepEqual(hits, []);
    const plan = join(path, 'plan');
    assert.deepEqual(places, [plan, `${plan}!tfplan`, `${plan}!tfstate`, 'stdout']);
  });

  it('never shows the secret in a report', () => {
    const { hits } = searchSecrets([secret], { texts: { stdout: secret.text } });
    assert.equal(describeHits(hits), 'password (raw) in stdout');
    assert.ok(!JSON.stringify(hits).includes(secret.text));
  });

  it('refuses to search for nothing, for what is found by chance, and where nothing is', () => {
    assert.throws(() => searchSecrets([], {}), /no secrets/);
    assert.throws(() => searchSecrets([{ label: 'tiny', text: 'abc' }], {}), /too short/);
    assert.throws(() => searchSecrets([secret], { paths: [join(directory, 'absent')] }), /ENOENT/);
  });
});
