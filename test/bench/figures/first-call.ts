import type { PluginClient } from '../../support/plugin-process/plugin-client.ts';
import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { bareSurroundings, type Surroundings } from '../environments.ts';
import { type Figure, forEachBuild } from '../figure.ts';
import { connect, shutDown, startPlugin } from '../plugin-life.ts';
import { withScope } from '../scope.ts';
import { median } from '../statistics.ts';
import { formatRoughly } from '../target.ts';
import { sampleInTurns } from '../turns.ts';
import { startWarmServer } from '../warm-server.ts';

const method = '/tfplugin6.Provider/GetProviderSchema';

/**
 * From the handshake line to the first answer. The warm-up rounds see to it that our client is warm; what is its own
 * share shows a call to a warm server, at the most, since that one runs in the same thread.
 */
export const firstCall: Figure = {
  name: 'first-call',
  rows: [
    {
      id: 'first_call',
      label: 'connection with mutual TLS, and the first RPC (GetProviderSchema)',
      unit: 'ms',
      must: { atMost: 25 },
      aim: { atMost: 15 },
    },
  ],
  measure: ({ executables, rounds }) =>
    withScope(async (scope) => {
      const surroundings = bareSurroundings(makeScratchDirectory(scope));
      const answer = await fetchAnswer(executables.native, surroundings);
      const server = await startWarmServer(scope, method, answer);
      const samples = await sampleInTurns(
        {
          ...forEachBuild((build) => () => timeFirstCall(executables[build], surroundings)),
          'warm server': () => timeCall(connect(server)),
        },
        rounds,
      );
      const serverMs = formatRoughly(median(samples['warm server']), 'ms');
      const readings = forEachBuild((build) => ({
        value: median(samples[build]),
        parts: `a warm server: ${serverMs}`,
      }));
      return { readings: { first_call: readings }, samples };
    }),
};

async function timeFirstCall(executable: string, surroundings: Surroundings): Promise<number> {
  const plugin = await startPlugin(executable, surroundings);
  const client = connect(plugin);
  const durationMs = await timeCall(client, () => {});
  await shutDown(plugin, client);
  return durationMs;
}

/** Takes the bytes as they come: decoding them is no work of the plugin's. */
async function timeCall(client: PluginClient, finish = () => client.close()): Promise<number> {
  const startedAtMs = performance.now();
  const answer = await client.unaryBytes(method, Buffer.alloc(0));
  const durationMs = performance.now() - startedAtMs;
  if (answer.length === 0) throw new Error('the schema is empty');
  finish();
  return durationMs;
}

async function fetchAnswer(executable: string, surroundings: Surroundings): Promise<Buffer> {
  const plugin = await startPlugin(executable, surroundings);
  const client = connect(plugin);
  const answer = await client.unaryBytes(method, Buffer.alloc(0));
  await shutDown(plugin, client);
  return answer;
}
