import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { regions, startEcrSide } from '../ecr-side.ts';
import { bareSurroundings, type Surroundings } from '../environments.ts';
import { type Figure, forEachBuild, medianOf } from '../figure.ts';
import { close, configure, connect, open, openHostStreams, shutDown, startPlugin } from '../plugin-life.ts';
import { withScope } from '../scope.ts';
import { sampleInTurns } from '../turns.ts';

/** How long the host waits for the end: of a process that has opened and closed a token, so with all code loaded. */
export const shutdown: Figure = {
  name: 'shutdown',
  rows: [
    {
      id: 'shutdown',
      label: 'Shutdown RPC → process gone',
      unit: 'ms',
      must: { atMost: 15 },
      aim: { atMost: 5 },
    },
  ],
  measure: ({ executables, rounds }) =>
    withScope(async (scope) => {
      const ecr = await startEcrSide(scope);
      const surroundings = bareSurroundings(makeScratchDirectory(scope), ecr.environment);
      const samples = await sampleInTurns(
        forEachBuild((build) => () => timeShutdown(executables[build], surroundings)),
        rounds,
      );
      return { readings: { shutdown: forEachBuild((build) => medianOf(samples[build])) }, samples };
    }),
};

async function timeShutdown(executable: string, surroundings: Surroundings): Promise<number> {
  const plugin = await startPlugin(executable, surroundings);
  const client = connect(plugin);
  openHostStreams(client);
  await configure(client);
  await close(client, await open(client, regions[0]));
  return await shutDown(plugin, client);
}
