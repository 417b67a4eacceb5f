import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { skipUnlessOnNode } from '../support/plugin-process/executable.ts';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import { within } from '../support/plugin-process/plugin-process.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';

const streamPath = '/plugin.GRPCStdio/StreamStdio';

/** A host whose plugin runs a library that writes to stdout whenever it gets SIGUSR2. */
async function startTalkative(scope: TestScope) {
  const scratch = makeScratchDirectory(scope);
  const library = join(scratch.path, 'talkative.cjs');
  writeFileSync(
    library,
    `let count = 0;
     process.on('SIGUSR2', () => {
       count += 1;
       console.log('console line ' + count);
       process.stdout.write('stray ' + count + '\\n');
       process.stderr.write('written ' + count + '\\n');
     });`,
  );
  return await startHost(scope, { scratch, env: { NODE_OPTIONS: `--require ${library}` } });
}

describe('plugin.GRPCStdio', { skip: skipUnlessOnNode }, () => {
  it('delivers what a library writes to stdout, before and after the host opens the stream', async (t) => {
    const { plugin, client } = await startTalkative(t);
    plugin.signal('SIGUSR2');
    await plugin.stderr.waitFor(/written 1\n/);
    const stream = client.openStream(streamPath);
    const received: { channel: string; text: string }[] = [];
    const enough = (text: string) =>
      new Promise<void>((resolve) => {
        stream.on('data', ({ channel, data }: { channel: string; data: Buffer }) => {
          received.push({ channel, text: data.toString() });
          if (data.toString() === text) resolve();
        });
      });
    const second = enough('stray 2\n');
    await client.terraform('GetMetadata');
    plugin.signal('SIGUSR2');
    await within(second, 20_000, 'the stray output did not come');
    assert.deepEqual(received, [
      { channel: 'STDOUT', text: 'console line 1\n' },
      { channel: 'STDOUT', text: 'stray 1\n' },
      { channel: 'STDOUT', text: 'console line 2\n' },
      { channel: 'STDOUT', text: 'stray 2\n' },
    ]);
    assert.equal(plugin.stdout.lines().length, 1, 'stdout itself carries only the handshake line');
  });

  it('goes on for a host that opens it anew', async (t) => {
    const { plugin, client } = await startTalkative(t);
    const first = client.openStream(streamPath);
    await client.terraform('GetMetadata');
    const closed = nextEvent(first, 'error');
    first.cancel();
    await closed;
    const second = client.openStream(streamPath);
    await client.terraform('GetMetadata');
    plugin.signal('SIGUSR2');
    const [{ data }] = (await nextEvent(second, 'data')) as [{ data: Buffer }];
    assert.equal(data.toString(), 'console line 1\n');
  });
});

describe('plugin.GRPCBroker', () => {
  it('accepts the stream, takes what the host says, and ends it when the host does', async (t) => {
    const { client } = await startHost(t);
    const stream = client.openDuplex('/plugin.GRPCBroker/StartStream');
    const received: unknown[] = [];
    stream.on('data', (message) => received.push(message));
    const ended = nextEvent(stream, 'status');
    stream.write({ service_id: 1, network: 'unix', address: '/tmp/other.sock' });
    await client.terraform('GetMetadata');
    stream.end();
    const [{ code }] = (await ended) as [{ code: number }];
    assert.deepEqual({ code, received }, { code: 0, received: [] });
  });
});
