import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { createCallsUnderWay, crowdSize, quietMs } from '../../src/grpc/calls-under-way.ts';

/** Calls with a clock of ours, and how often a crowd has gone. */
function makeCalls() {
  mock.timers.enable({ apis: ['setTimeout'] });
  let gone = 0;
  const calls = createCallsUnderWay({ onCrowdGone: () => (gone += 1) });
  const answer = (count: number) => {
    const crowd = Array.from({ length: count }, () => calls.begin());
    for (const call of crowd) calls.end(call);
  };
  return { calls, answer, gone: () => gone };
}

describe('calls under way', { concurrency: 1 }, () => {
  const crowds = [
    { name: 'a few', counts: [crowdSize - 1], expected: 0 },
    { name: 'a crowd', counts: [crowdSize], expected: 1 },
    { name: 'a crowd in parts', counts: [crowdSize - 1, 1], expected: 1 },
    { name: 'a crowd much larger than that', counts: [10 * crowdSize], expected: 1 },
  ] as const;
  for (const { name, counts, expected } of crowds) {
    it(`${name}: told of ${expected} times`, (t) => {
      t.after(() => mock.timers.reset());
      const { answer, gone } = makeCalls();
      for (const count of counts) answer(count);
      assert.equal(gone(), 0, 'not at once');
      mock.timers.tick(quietMs);
      assert.equal(gone(), expected);
      mock.timers.tick(10 * quietMs);
      assert.equal(gone(), expected, 'once');
    });
  }

  it('wait for the last call, and for quiet', (t) => {
    t.after(() => mock.timers.reset());
    const { calls, answer, gone } = makeCalls();
    const last = calls.begin();
    answer(crowdSize);
    mock.timers.tick(quietMs);
    assert.equal(gone(), 0);
    calls.end(last);
    mock.timers.tick(quietMs - 1);
    answer(1);
    mock.timers.tick(quietMs - 1);
    assert.equal(gone(), 0);
    mock.timers.tick(1);
    assert.equal(gone(), 1);
  });

  it('count anew after a crowd', (t) => {
    t.after(() => mock.timers.reset());
    const { answer, gone } = makeCalls();
    answer(crowdSize);
    mock.timers.tick(quietMs);
    answer(crowdSize - 1);
    mock.timers.tick(quietMs);
    assert.equal(gone(), 1);
    answer(1);
    mock.timers.tick(quietMs);
    assert.equal(gone(), 1, 'few calls with pauses are no crowd');
    answer(crowdSize);
    mock.timers.tick(quietMs);
    assert.equal(gone(), 2);
  });

  it('are aborted while they are under way, and not after', (t) => {
    t.after(() => mock.timers.reset());
    const { calls } = makeCalls();
    const [ended, current] = [calls.begin(), calls.begin()];
    calls.end(ended);
    assert.deepEqual([calls.has(ended), calls.has(current)], [false, true]);
    calls.abortAll();
    const later = calls.begin();
    assert.deepEqual(
      [ended, current, later].map(({ signal }) => signal.aborted),
      [false, true, false],
    );
  });
});
