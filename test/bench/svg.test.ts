import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../support/plugin-process/executable.ts';
import type { CommandTimeline, PluginPhase, PluginSpans } from './apply-phases.ts';
import { drawTimeline } from './svg.ts';

const spans = (...parts: readonly (readonly [PluginPhase, number, number])[]): PluginSpans =>
  parts.map(([phase, startMs, endMs]) => ({ phase, startMs, endMs }));
const token = (atMs: number) =>
  spans(
    ['start', atMs, atMs + 40],
    ['open', atMs + 50, atMs + 80],
    ['close', atMs + 81, atMs + 81],
    ['exit', atMs + 82, atMs + 90],
  );
const timeline: CommandTimeline = {
  durationMs: 400,
  host: [{ phase: 'checksum', startMs: 20, endMs: 60 }],
  plugins: [
    spans(['start', 70, 110], ['schema', 110, 112], ['exit', 115, 120]),
    spans(['start', 125, 160], ['validate', 165, 166], ['exit', 170, 175]),
    token(190),
    token(300),
  ],
};
const drawn = drawTimeline(timeline, 'One <apply> & more', 'somewhere');

/** What keeps a text from being XML; empty if nothing does. Knows no more of XML than the picture needs. */
function faultsOf(xml: string): string {
  const open: string[] = [];
  const part = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<&]*")*)\s*(\/?)>|([^<&]|&(?:amp|lt|gt);)+/gy;
  let end = 0;
  for (const match of xml.trimEnd().matchAll(part)) {
    end = match.index + match[0].length;
    const [, closing, name = '', , alone] = match;
    if (closing && open.pop() !== name) return `</${name}> closes something else`;
    if (name && !closing && !alone) open.push(name);
    if (open.length === 0 && end < xml.trimEnd().length) return 'more than one root';
  }
  if (end < xml.trimEnd().length) return `unreadable at ${xml.slice(end, end + 20)}`;
  return open.length > 0 ? `${open.join()} left open` : '';
}

describe('the check of XML', () => {
  for (const bad of [
    '<a><b></a>',
    '<a></b>',
    '<a>',
    '<a x=1/>',
    '<a>&nbsp;</a>',
    '<a>x & y</a>',
    '<a/><a/>',
  ]) {
    it(`catches ${bad}`, () => assert.notEqual(faultsOf(bad), ''));
  }
  it('lets good ones pass', () =>
    assert.equal(faultsOf('<a x="1"><b/>text &amp; <c y="2">more</c></a>\n'), ''));
});

describe('the picture', () => {
  const committed = readFileSync(join(repositoryRoot, 'docs/apply-phases.svg'), 'utf8');
  for (const [name, svg] of [
    ['of a sample', drawn],
    ['in the documentation', committed],
  ] as const) {
    it(`${name} is well-formed, has a title and a description, and nothing that runs or is fetched`, () => {
      assert.equal(faultsOf(svg), '');
      assert.match(svg, /^<svg [^>]*role="img" aria-labelledby="title desc"/);
      assert.match(svg, /<title id="title">[^<]+<\/title>\n<desc id="desc">[^<]+<\/desc>/);
      assert.doesNotMatch(svg, /<(?:script|image|style|foreignObject)|\son\w+=|href|url\(/);
      assert.ok(svg.length < 20_000);
    });
  }

  it('shows what it is told to, and when', () => {
    for (const text of ['One &lt;apply&gt; &amp; more', 'somewhere', '0 ms', '50', '400']) {
      assert.ok(drawn.includes(`>${text}<`), text);
    }
  });

  it('names each process by what it is for', () => {
    const names = Array.from(drawn.matchAll(/>(\d: \w+|Terraform)</g), ([, name]) => name);
    assert.deepEqual(names, ['Terraform', '1: schema', '2: validate', '3: plan', '4: apply']);
  });

  it('sums up each phase', () => {
    for (const text of ['exec → handshake line: 155 ms', 'open: 60 ms', 'close: &lt; 1 ms']) {
      assert.ok(drawn.includes(`>${text}<`), text);
    }
  });

  it('gives Terraform the time in which nothing else happens', () => {
    const busyMs = 40 + (40 + 2 + 5) + (35 + 1 + 5) + 2 * (40 + 30 + 8);
    assert.ok(drawn.includes(`>Terraform itself: ${400 - busyMs} ms<`));
  });

  it('tells it all to those who do not see it', () => {
    const [, description = ''] = /<desc id="desc">([^<]+)</.exec(drawn) ?? [];
    assert.match(
      description,
      /^400 ms in all\. checksum of the executable 40 ms\. Plugin process 1: schema: /,
    );
    assert.match(
      description,
      /Plugin process 4: apply: exec → handshake line 40 ms, open 30 ms, close &lt; 1 ms, /,
    );
  });
});
