import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTimeline } from './apply-phases.ts';
import { commandStartedAtMs, type SampleProcess, sampleLog } from './sample-log.ts';

const first: SampleProcess = {
  startMs: 100.25,
  lineMs: 140,
  rpcs: [['GetProviderSchema', 156, 2]],
  shutdownMs: 160,
  exitMs: 170.5,
};
const second: SampleProcess = {
  startMs: 200,
  lineMs: 230,
  rpcs: [
    ['ValidateProviderConfig', 245, 1],
    ['ConfigureProvider', 247, 0],
    ['GetMetadata', 248, 1],
    ['OpenEphemeralResource', 280, 30],
    ['CloseEphemeralResource', 285, 1],
  ],
  shutdownMs: 290,
  exitMs: 297,
};
const command = { startedAtMs: commandStartedAtMs, durationMs: 320 };

describe('the phases of a command', () => {
  const timeline = readTimeline(sampleLog([first, second]), command);
  const spansOf = (index: number) =>
    timeline.plugins[index]?.map(({ phase, startMs, endMs }) => `${phase} ${startMs}-${endMs}`);

  it('are those of each process', () => {
    assert.equal(timeline.plugins.length, 2);
    assert.deepEqual(spansOf(0), ['start 100.25-140', 'connect 140-154', 'schema 154-156', 'exit 160-170.5']);
  });

  it('have every RPC but those that are no phase', () => {
    assert.deepEqual(spansOf(1), [
      ...['start 200-230', 'connect 230-244', 'validate 244-245', 'configure 247-247'],
      ...['open 250-280', 'close 284-285', 'exit 290-297'],
    ]);
  });

  it('have the time in which the host takes the checksum', () => {
    assert.deepEqual(timeline.host, [{ phase: 'checksum', startMs: 10, endMs: 50.5 }]);
    assert.equal(timeline.durationMs, 320);
  });

  it('are known without the checksum where the host does not log it', () => {
    const log = sampleLog([first]).replaceAll('providercache', 'something');
    assert.deepEqual(readTimeline(log, command).host, []);
  });

  const unusable: readonly (readonly [name: string, log: string, reason: RegExp])[] = [
    ['plugins that overlap', sampleLog([first, { ...second, startMs: 150 }]), /overlap/],
    [
      'a plugin that did not end',
      sampleLog([first]).replace('plugin process exited', 'x'),
      /overlap|did not end/,
    ],
    ['a plugin without a handshake', sampleLog([first]).replace('using plugin', 'x'), /no "using plugin"/],
    ['a time that is none', sampleLog([first]).replace('2030-', 'year-'), /not a time/],
    ['a line that is not JSON', 'text', /JSON/],
  ];
  for (const [name, log, reason] of unusable) {
    it(`are not to be had of ${name}`, () => assert.throws(() => readTimeline(log, command), reason));
  }
});
