import assert from 'node:assert/strict';

/** Words that stay lower-case within a title. */
const smallWords = new Set(['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'the', 'to', 'too', 'with']);

/** Every word but small ones with a capital, no full stop: how Terraform's own summaries look. */
export function assertTitleCase(summary: string): void {
  const words = summary.split(' ');
  const wrong = words.filter((word, index) => (index === 0 || !smallWords.has(word)) && !/^[A-Z]/.test(word));
  assert.deepEqual(wrong, [], `in "${summary}"`);
  assert.match(summary, /[A-Za-z]$/);
}

/** Whole sentences in the first paragraph, and no trace of a value that was not there. */
export function assertGoodDetail(detail: string): void {
  const [paragraph = ''] = detail.split('\n\n');
  assert.match(paragraph, /^["A-Za-z].*[.?]$/s);
  assert.ok(paragraph.length > 40, `"${paragraph}" explains too little`);
  assert.doesNotMatch(
    detail,
    /undefined|\bnull\b(?!\))|NaN|\[object|\n\n\n| {2}|\s[.,?]|\.\.|\bat .*:\d+:\d+/,
  );
}
