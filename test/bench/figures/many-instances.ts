import { withManyTokens } from '../configurations.ts';
import { startEcrSide } from '../ecr-side.ts';
import { type Build, type Figure, forEachBuild, notMeasured, type Reading, type Row } from '../figure.ts';
import { withScope } from '../scope.ts';
import { median } from '../statistics.ts';
import { formatRoughly } from '../target.ts';
import { makePlace, timeCommand } from '../terraform-place.ts';
import { sampleInTurns } from '../turns.ts';

const targets = { unit: 'ms', must: { atMost: 4 }, aim: { atMost: 2 } } as const;

const rows: readonly Row[] = [
  {
    id: 'instances_1_to_10',
    label: '`for_each` in 20 regions: `terraform plan`, per added instance, from 1 to 10',
    ...targets,
  },
  { id: 'instances_10_to_100', label: '… from 10 to 100', ...targets },
];

/** Whether many blocks cost more than their number; flat is what holds in both rows. */
export const manyInstances: Figure = {
  name: 'instances',
  rows,
  measure: async ({ host, executables, rounds }) => {
    if (host === undefined) return notMeasured(rows, 'no `terraform` on PATH');
    return await withScope(async (scope) => {
      const ecr = await startEcrSide(scope);
      const place = (executable: string) =>
        makePlace(scope, { host, ecr, configuration: withManyTokens, executable });
      const places = { native: await place(executables.native), bundle: await place(executables.bundle) };
      const plan = (build: Build, instances: number) => () =>
        timeCommand(places[build], 'plan', [`-var=instances=${instances}`]);
      const samples = await sampleInTurns(
        {
          'native, 1': plan('native', 1),
          'native, 10': plan('native', 10),
          'native, 100': plan('native', 100),
          'bundle, 1': plan('bundle', 1),
          'bundle, 10': plan('bundle', 10),
          'bundle, 100': plan('bundle', 100),
        },
        { ...rounds, warmUps: Math.min(rounds.warmUps, 1) },
      );
      const readings = (from: 1 | 10, to: 10 | 100) =>
        forEachBuild((build) =>
          perInstance(median(samples[`${build}, ${from}`]), median(samples[`${build}, ${to}`]), to - from),
        );
      return {
        readings: { instances_1_to_10: readings(1, 10), instances_10_to_100: readings(10, 100) },
        samples,
      };
    });
  },
};

function perInstance(fewMs: number, manyMs: number, added: number): Reading {
  return {
    value: (manyMs - fewMs) / added,
    parts: `${formatRoughly(fewMs, 'ms')} → ${formatRoughly(manyMs, 'ms')}`,
  };
}
