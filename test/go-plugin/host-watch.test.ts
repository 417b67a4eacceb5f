import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { type HostWatch, watchHost } from '../../src/go-plugin/host-watch.ts';

const host = 4711;
let parent: number;
/** The parents of processes, as Linux tells. */
let parents: Map<number, number>;
let running: Set<number>;
let gone: string[];
beforeEach(() => {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  parent = host;
  running = new Set([host]);
  parents = new Map([
    [host, 42],
    [42, 1],
  ]);
  gone = [];
});
afterEach(() => mock.timers.reset());

const watch = (platform: NodeJS.Platform = 'linux'): HostWatch =>
  watchHost({
    parentPid: () => parent,
    parentOf: (pid) => parents.get(pid),
    isRunning: (pid) => running.has(pid),
    platform,
    onHostGone: (reason) => gone.push(reason),
  });
const parentEnded = 'its parent process ended';
const hostBehindWrapperEnded = 'its connection broke off and a process above its parent ended';

describe('the parent process', () => {
  it('that lives is left alone, for hours', () => {
    watch();
    mock.timers.tick(5 * 3_600_000);
    assert.deepEqual(gone, []);
  });

  it('that ended is noticed within half a second', () => {
    watch();
    parent = 1;
    mock.timers.tick(499);
    assert.deepEqual(gone, []);
    mock.timers.tick(1);
    assert.deepEqual(gone, [parentEnded]);
  });

  it('that ended is told once', async () => {
    // Mocked intervals of Node 20 can't be cleared by their own callback.
    mock.timers.reset();
    watch();
    parent = 1;
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    assert.deepEqual(gone, [parentEnded]);
  });

  it('is process 1 in a container, and lives', () => {
    parent = 1;
    watch();
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });

  it('on Windows keeps its number after its end, so that we ask whether it runs', () => {
    watch('win32');
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
    running.clear();
    mock.timers.tick(500);
    assert.deepEqual(gone, [parentEnded]);
  });

  it('elsewhere is never asked for by a number that another process may have taken over', () => {
    running.clear();
    watch('darwin');
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });
});

describe('the stream of the host', () => {
  it('that breaks off is no end while all processes above us live: a host may cancel it', () => {
    const { joined, left } = watch();
    joined();
    left();
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });

  it('that breaks off is the end when a process above our parent ended, as behind a wrapper script', () => {
    const { joined, left } = watch();
    joined();
    left();
    parents.set(host, 1);
    mock.timers.tick(500);
    assert.deepEqual(gone, []);
    mock.timers.tick(500);
    assert.deepEqual(gone, [hostBehindWrapperEnded]);
  });

  it('that lives is no end, whatever ends above our parent: a host may outlive its shell', () => {
    watch().joined();
    parents.set(42, 7);
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });

  it('that comes back is looked at afresh', () => {
    const { joined, left } = watch();
    joined();
    left();
    joined();
    parents.set(host, 1);
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });

  it('that breaks off is no end where the system tells nothing of other processes', () => {
    parents.clear();
    const { joined, left } = watch('darwin');
    joined();
    left();
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });
});

describe('a watch that was stopped', () => {
  it('says nothing any more', () => {
    const { joined, left, stop } = watch();
    joined();
    left();
    stop();
    parent = 1;
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });
});

describe('a stream that breaks off after the watch was stopped', () => {
  it('is our own doing', () => {
    const { left, stop } = watch();
    stop();
    left();
    parent = 1;
    left();
    mock.timers.tick(60_000);
    assert.deepEqual(gone, []);
  });
});

describe('watching', () => {
  it('does not keep the process alive', () => {
    mock.timers.reset();
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const { stop } = watch();
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    stop();
    assert.equal(after, before);
  });
});
