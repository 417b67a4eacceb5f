import { withOneToken, withoutProvider } from '../configurations.ts';
import { startEcrSide } from '../ecr-side.ts';
import { comparison, type Figure, forEachBuild, notMeasured, type Row } from '../figure.ts';
import { withScope } from '../scope.ts';
import type { Target } from '../target.ts';
import { makePlace, type TimedCommand, timeCommand } from '../terraform-place.ts';
import { sampleInTurns } from '../turns.ts';

/** What users wait for. */
export const terraformPlan = commandFigure('plan', { atMost: 4.5 }, { atMost: 3.5 });

/** It plans and then applies, so the token is opened twice. */
export const terraformApply = commandFigure('apply', { atMost: 5 }, { atMost: 4 });

function commandFigure(command: TimedCommand, must: Target, aim: Target): Figure {
  const id = `terraform_${command}`;
  const label = `\`terraform ${command}\` with one ephemeral block, against the same without provider`;
  const rows: readonly Row[] = [{ id, label, unit: 'ratio', must, aim }];
  return {
    name: command,
    rows,
    measure: async ({ host, executables, rounds }) => {
      if (host === undefined) return notMeasured(rows, 'no `terraform` on PATH');
      return await withScope(async (scope) => {
        const ecr = await startEcrSide(scope);
        const withToken = (executable: string) =>
          makePlace(scope, { host, ecr, configuration: withOneToken, executable });
        const alone = await makePlace(scope, { host, ecr, configuration: withoutProvider });
        const native = await withToken(executables.native);
        const bundle = await withToken(executables.bundle);
        const samples = await sampleInTurns(
          {
            'no provider': () => timeCommand(alone, command),
            native: () => timeCommand(native, command),
            bundle: () => timeCommand(bundle, command),
          },
          rounds,
        );
        const readings = forEachBuild((build) => comparison(samples[build], samples['no provider']));
        return { readings: { [id]: readings }, samples };
      });
    },
  };
}
