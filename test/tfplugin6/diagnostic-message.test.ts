import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Diagnostic_Severity as Severity } from '../../src/generated/tfplugin6/value.ts';
import type { AttributePath } from '../../src/provider/value.ts';
import { diagnosticMessages } from '../../src/tfplugin6/diagnostic-message.ts';

const words = { summary: 'Bad Thing', detail: 'It is bad.' };

const paths: readonly (readonly [name: string, path: AttributePath, steps: readonly object[]])[] = [
  ['the value itself', [], []],
  [
    'an attribute',
    [{ attribute: 'region' }],
    [{ selector: { $case: 'attributeName', attributeName: 'region' } }],
  ],
  ['a key of a map', [{ key: '' }], [{ selector: { $case: 'elementKeyString', elementKeyString: '' } }]],
  ['an element', [{ index: 0 }], [{ selector: { $case: 'elementKeyInt', elementKeyInt: 0 } }]],
  [
    'a way of several steps',
    [{ attribute: 'a' }, { index: 1 }, { key: 'k' }],
    [
      { selector: { $case: 'attributeName', attributeName: 'a' } },
      { selector: { $case: 'elementKeyInt', elementKeyInt: 1 } },
      { selector: { $case: 'elementKeyString', elementKeyString: 'k' } },
    ],
  ],
];

describe('a diagnostic as a message', () => {
  it('keeps severity, words and order', () => {
    const messages = diagnosticMessages([
      { severity: 'warning', ...words },
      { severity: 'error', ...words },
    ]);
    assert.deepEqual(messages, [
      { severity: Severity.WARNING, ...words, attribute: undefined },
      { severity: Severity.ERROR, ...words, attribute: undefined },
    ]);
  });

  for (const [name, path, steps] of paths) {
    it(`points at ${name}`, () => {
      const [message] = diagnosticMessages([{ severity: 'error', ...words, path }]);
      assert.deepEqual(message?.attribute, { steps });
    });
  }

  it('of none is none', () => assert.deepEqual(diagnosticMessages([]), []));
});
