import { readFileSync } from 'node:fs';
import { mustSucceed } from '../support/terraform/command.ts';
import type { Workspace } from '../support/terraform/workspace.ts';
import { type CommandTimeline, readTimeline } from './apply-phases.ts';
import { withOneToken } from './configurations.ts';
import { startEcrSide } from './ecr-side.ts';
import type { Bench } from './figure.ts';
import { withScope } from './scope.ts';
import { makePlace } from './terraform-place.ts';

const runs = 5;

/** Records some applies with the native build, and gives the one whose duration is the median. */
export function recordApply(
  { executables }: Bench,
  host: NonNullable<Bench['host']>,
): Promise<CommandTimeline> {
  return withScope(async (scope) => {
    const ecr = await startEcrSide(scope);
    const workspace = await makePlace(scope, {
      host,
      ecr,
      configuration: withOneToken,
      executable: executables.native,
    });
    mustSucceed(await workspace.apply());
    const timelines: CommandTimeline[] = [];
    for (let run = 0; run < runs; run += 1) timelines.push(await recordOne(workspace));
    const [middle] = timelines
      .toSorted((left, right) => left.durationMs - right.durationMs)
      .slice(Math.floor(runs / 2));
    if (middle === undefined) throw new Error('nothing was recorded');
    return middle;
  });
}

async function recordOne(workspace: Workspace): Promise<CommandTimeline> {
  const startedAtMs = performance.timeOrigin + performance.now();
  const applied = await workspace.apply({ log: 'JSON', env: { TF_LOG_PROVIDER: 'DEBUG' } });
  const { logPath = '', durationMs } = mustSucceed(applied);
  return readTimeline(readFileSync(logPath, 'utf8'), { startedAtMs, durationMs });
}
