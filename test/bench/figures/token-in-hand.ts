import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { regions, startEcrSide } from '../ecr-side.ts';
import { bareSurroundings, type Surroundings } from '../environments.ts';
import { comparison, type Figure, forEachBuild, notMeasured, type Row } from '../figure.ts';
import { configure, connect, open, shutDown, startPlugin } from '../plugin-life.ts';
import { timeProgram } from '../running-process.ts';
import { withScope } from '../scope.ts';
import { sampleInTurns } from '../turns.ts';

const rows: readonly Row[] = [
  {
    id: 'token_in_hand',
    label: 'exec → token in hand, against `aws ecr get-login-password` on the same endpoint',
    unit: 'ratio',
    must: { atMost: 0.25 },
    aim: { atMost: 0.15 },
  },
];

/** From nothing to a token, as the AWS CLI gives one. */
export const tokenInHand: Figure = {
  name: 'token',
  rows,
  measure: async ({ executables, aws, rounds }) => {
    if (aws === undefined) return notMeasured(rows, 'no `aws` on PATH');
    return await withScope(async (scope) => {
      const ecr = await startEcrSide(scope);
      const surroundings = bareSurroundings(makeScratchDirectory(scope), ecr.environment);
      const askByCli = ['ecr', 'get-login-password'];
      const samples = await sampleInTurns(
        {
          ...forEachBuild((build) => () => timeToToken(executables[build], surroundings)),
          aws: () => timeProgram(aws, askByCli, surroundings, 'something'),
        },
        rounds,
      );
      const readings = forEachBuild((build) => comparison(samples[build], samples.aws));
      return { readings: { token_in_hand: readings }, samples };
    });
  },
};

async function timeToToken(executable: string, surroundings: Surroundings): Promise<number> {
  const plugin = await startPlugin(executable, surroundings);
  const client = connect(plugin);
  await configure(client);
  await open(client, regions[0]);
  const durationMs = performance.now() - plugin.startedAtMs;
  await shutDown(plugin, client);
  return durationMs;
}
