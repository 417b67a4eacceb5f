import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDocument, repository } from './markdown.ts';

/** Texts that Terraform itself, or the shape of a failure, gives: not ours to word. */
const wordedByTerraform = new Set([
  'Ephemeral value not allowed',
  'Incomplete lock file information',
  'Invalid data source',
  'Invalid use of ephemeral value',
  'Plugin did not respond',
  'Provider produced invalid ephemeral resource instance',
  'Unrecognized remote plugin message',
  'Unsupported Terraform Core version',
  'Unsupported argument',
  'Unsupported block type',
  'does not match any of the checksums',
  "doesn't match any of the checksums",
  'ephemeral',
  'no available releases match',
  'no such host',
  'permission denied',
  'there is no package for',
]);

/** What a person can do nothing about but wait, or report as the text itself asks. */
const selfExplaining = new Set([
  'Region Not Known Yet',
  'Unexpected Error Asking for an Authorization Token',
]);

const ourWords = ['src/token/explain-error.ts', 'src/provider/diagnostics.ts']
  .map((file) => readFileSync(join(repository, file), 'utf8'))
  .join('\n');

function documentedSummaries(): string[] {
  const readme = readDocument('README.md');
  const table = readme.slice(readme.indexOf('## Troubleshooting')).split('\n## ')[0] ?? '';
  return Array.from(table.matchAll(/^\| (`[^|]+) \|/gm), ([, cell = '']) => cell).flatMap((cell) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, summary = '']) => summary),
  );
}

test('the troubleshooting table has entries', () => {
  assert.ok(documentedSummaries().length > 10);
});

for (const summary of documentedSummaries().filter((text) => !wordedByTerraform.has(text))) {
  test(`"${summary}" is a text that we really say`, () => {
    assert.ok(ourWords.includes(`'${summary}'`), `no diagnostic is called ${summary}`);
  });
}

for (const [, summary = ''] of ourWords.matchAll(/(?:summary: |failure\(\s*)'([A-Z][^']+)'/g)) {
  if (selfExplaining.has(summary)) continue;
  test(`"${summary}" has its place in the table`, () => {
    assert.ok(documentedSummaries().includes(summary));
  });
}
