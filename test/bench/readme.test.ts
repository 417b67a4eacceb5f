import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../support/plugin-process/executable.ts';
import { allFigures } from './all-figures.ts';
import { notMeasured } from './figure.ts';
import { type Machine, machineLine, shellLine } from './machine.ts';
import { replaceBetweenMarkers, speedText, textBetweenMarkers } from './readme.ts';
import { fixedCells, headings, outcomesOf } from './table.ts';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');

const machine: Machine = {
  cores: 2,
  processor: 'some',
  memoryGb: 8,
  system: 'Linux',
  node: '20.20.2',
  bun: '1.4.5',
  commit: 'abc',
  host: 'Terraform 1.11.4',
  aws: undefined,
  variables: [],
};

describe('the README', () => {
  const [intro = '', ...table] = textBetweenMarkers(read('README.md')).split('\n').filter(Boolean);
  const cells = table.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

  it('has the rows of the bench, in its order, with every target', () => {
    const [head, , ...rows] = cells;
    assert.deepEqual(head, headings);
    assert.deepEqual(
      rows.map(([label, , , must, aim]) => ({ label, must, aim })),
      allFigures.flatMap((figure) => figure.rows).map(fixedCells),
    );
  });

  it('says of how many samples the medians are: not too few', () => {
    const [, samples] = /^Medians of (\d+) samples on \d+ cores?, /.exec(intro) ?? [];
    assert.ok(Number(samples) >= 15, intro);
  });

  it('shows the picture, which is there', () => {
    assert.match(read('README.md'), /^!\[[^\]]+\]\(docs\/apply-phases\.svg\)$/m);
    assert.match(read('docs/apply-phases.svg'), /^<svg [\s\S]*<\/svg>\n$/);
  });

  it('has it all before the troubleshooting', () => {
    const titles = Array.from(read('README.md').matchAll(/^## (.+)$/gm), ([, title]) => title);
    assert.equal(titles.indexOf('Troubleshooting') - titles.indexOf('Speed'), 1);
  });
});

describe('what is written', () => {
  const outcomes = allFigures.flatMap((figure) => outcomesOf(figure, notMeasured(figure.rows, 'no time')));
  const text = speedText(machine, { samples: 15, warmUps: 2 }, outcomes);

  it('begins with the machine, and says what the shell has set', () => {
    assert.equal(
      text.split('\n')[0],
      "Medians of 15 samples on 2 cores, Linux, Node 20.20, Bun 1.4.5, Terraform 1.11.4. The shell's environment has " +
        'nothing that slows Node.js down.',
    );
    assert.match(shellLine({ variables: ['NODE_OPTIONS'] }), /has `NODE_OPTIONS`\.$/);
    assert.match(machineLine({ ...machine, cores: 1, aws: '2.1.0' }), /^1 core, .*, AWS CLI 2\.1\.0$/);
  });

  it('goes between the markers, and a second time changes nothing', () => {
    const once = replaceBetweenMarkers(read('README.md'), text);
    assert.equal(textBetweenMarkers(once), text);
    assert.equal(replaceBetweenMarkers(once, text), once);
    assert.equal(replaceBetweenMarkers(once, textBetweenMarkers(read('README.md'))), read('README.md'));
  });

  const [start, end] = ['<!-- bench:start -->', '<!-- bench:end -->'];
  const unusable: readonly (readonly [name: string, document: string])[] = [
    ['without markers', 'text'],
    ['without the end', `a\n${start}\nb`],
    ['without the start', `a\n${end}\nb`],
    ['the wrong way round', `${end}\n${start}`],
    ['with two starts', `${start}\n${start}\n${end}`],
    ['with two ends', `${start}\n${end}\n${end}`],
  ];
  for (const [name, document] of unusable) {
    it(`has no place in a document ${name}`, () =>
      assert.throws(() => replaceBetweenMarkers(document, text), /once each/));
  }
});
