import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { ignoresHangup, parentOf } from '../../src/go-plugin/process-table.ts';

const skip = existsSync('/proc/self/stat') ? false : 'there is no /proc here';

/** A process that lives until the test ends, and has run its script's first part. */
async function startSleeper(t: TestContext, prefix: string): Promise<number> {
  const child = spawn('sh', ['-c', `${prefix} echo ready; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  assert.ok(child.pid);
  return child.pid;
}

describe('the process table', { skip }, () => {
  it('knows our parent, and that we are the parent of our child', async (t) => {
    assert.equal(parentOf(process.pid), process.ppid);
    assert.equal(parentOf(await startSleeper(t, '')), process.pid);
  });

  it('knows who ignores SIGHUP', async (t) => {
    assert.equal(ignoresHangup(await startSleeper(t, '')), false);
    assert.equal(ignoresHangup(await startSleeper(t, "trap '' HUP;")), true);
  });

  it('knows nothing of a process that does not exist', () => {
    assert.equal(parentOf(2 ** 30), undefined);
    assert.equal(ignoresHangup(2 ** 30), undefined);
  });
});
