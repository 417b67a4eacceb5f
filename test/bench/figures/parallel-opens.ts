import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { regions, startEcrSide } from '../ecr-side.ts';
import { bareSurroundings } from '../environments.ts';
import { type Build, builds, type Figure, forEachBuild, type Reading, type Row } from '../figure.ts';
import { type Burst, burstKeys, measureBurst } from '../open-burst.ts';
import { needsLinux } from '../process-memory.ts';
import { withScope } from '../scope.ts';
import { median } from '../statistics.ts';
import { sampleInTurns } from '../turns.ts';

const rows: readonly Row[] = [
  {
    id: 'parallel_opens',
    label: '1,000 Opens in parallel over one connection, in 20 regions: Opens per second',
    unit: 'per second',
    must: { atLeast: 1_500 },
    aim: { atLeast: 3_000 },
  },
  { id: 'parallel_calls', label: '… calls to AWS per region', unit: 'count', must: { exactly: 1 } },
  { id: 'parallel_memory', label: '… memory growth, a second later', unit: 'MB', must: { atMost: 30 } },
];

/** A crowd of blocks at once, in a process that holds one token already. */
export const parallelOpens: Figure = {
  name: 'parallel',
  rows,
  measure: ({ executables, rounds }) =>
    withScope(async (scope) => {
      const ecr = await startEcrSide(scope);
      const surroundings = bareSurroundings(makeScratchDirectory(scope), ecr.environment);
      const taken = await sampleInTurns(
        forEachBuild((build) => () => measureBurst(executables[build], surroundings, ecr)),
        rounds,
      );
      const numbers = (build: Build, key: keyof Burst) => taken[build].map((burst) => burst[key]);
      return {
        readings: {
          parallel_opens: forEachBuild((build) => ({ value: median(numbers(build, 'opensPerSecond')) })),
          // Not the median: once too often would be a defect.
          parallel_calls: forEachBuild((build) => ({
            value: Math.max(...numbers(build, 'calls')) / regions.length,
          })),
          parallel_memory: forEachBuild((build) => memoryReading(taken[build])),
        },
        samples: Object.fromEntries(
          builds.flatMap((build) =>
            burstKeys.map((key) => [`${build}, ${key}`, numbers(build, key)] as const),
          ),
        ),
      };
    }),
};

function memoryReading(bursts: readonly Burst[]): Reading {
  if (process.platform !== 'linux') return { missing: needsLinux };
  const [before, atOnce, after] = (['beforeMb', 'atOnceMb', 'afterMb'] as const).map((key) =>
    median(bursts.map((burst) => burst[key])).toFixed(0),
  );
  return {
    value: median(bursts.map(({ beforeMb, afterMb }) => afterMb - beforeMb)),
    parts: `${before} → ${after} MB, at once ${atOnce} MB`,
  };
}
