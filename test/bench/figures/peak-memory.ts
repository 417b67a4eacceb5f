import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { regions, startEcrSide } from '../ecr-side.ts';
import { bareSurroundings, type Surroundings } from '../environments.ts';
import { type Figure, forEachBuild, medianOf, notMeasured, type Row } from '../figure.ts';
import { configure, connect, open, openHostStreams, shutDown, startPlugin } from '../plugin-life.ts';
import { needsLinux, readMemoryMb } from '../process-memory.ts';
import { withScope } from '../scope.ts';
import { sampleInTurns } from '../turns.ts';

const rows: readonly Row[] = [
  {
    id: 'peak_memory',
    label: 'peak memory of a process that opened one token',
    unit: 'MB',
    must: { atMost: 85 },
    aim: { atMost: 65 },
  },
];

/** The most that was ever resident (`VmHWM`), pages of the executable's file included. */
export const peakMemory: Figure = {
  name: 'memory',
  rows,
  measure: async ({ executables, rounds }) => {
    if (process.platform !== 'linux') return notMeasured(rows, needsLinux);
    return await withScope(async (scope) => {
      const ecr = await startEcrSide(scope);
      const surroundings = bareSurroundings(makeScratchDirectory(scope), ecr.environment);
      const samples = await sampleInTurns(
        forEachBuild((build) => () => readPeak(executables[build], surroundings)),
        rounds,
      );
      return { readings: { peak_memory: forEachBuild((build) => medianOf(samples[build])) }, samples };
    });
  },
};

async function readPeak(executable: string, surroundings: Surroundings): Promise<number> {
  const plugin = await startPlugin(executable, surroundings);
  const client = connect(plugin);
  openHostStreams(client);
  await configure(client);
  await open(client, regions[0]);
  const peakMb = readMemoryMb(plugin.pid, 'VmHWM');
  await shutDown(plugin, client);
  return peakMb;
}
