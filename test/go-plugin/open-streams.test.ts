import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { createOpenStreams } from '../../src/go-plugin/open-streams.ts';

class Call extends EventEmitter {
  ends = 0;
  end(): void {
    this.ends += 1;
  }
}

describe('open streams', () => {
  it('are all ended, once', () => {
    const streams = createOpenStreams();
    const calls = [new Call(), new Call()];
    for (const call of calls) streams.add(call);
    streams.endAll();
    streams.endAll();
    assert.deepEqual(
      calls.map(({ ends }) => ends),
      [1, 1],
    );
  });

  for (const event of ['cancelled', 'finish']) {
    it(`that are ${event} already are left alone`, () => {
      const streams = createOpenStreams();
      const call = new Call();
      streams.add(call);
      call.emit(event);
      streams.endAll();
      assert.equal(call.ends, 0);
    });
  }
});
