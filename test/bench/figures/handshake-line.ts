import { makeScratchDirectory } from '../../support/plugin-process/scratch-directory.ts';
import { bareSurroundings, type Surroundings, shellSurroundings } from '../environments.ts';
import { comparison, type Figure, forEachBuild } from '../figure.ts';
import { startPlugin } from '../plugin-life.ts';
import { timeProgram } from '../running-process.ts';
import { withScope } from '../scope.ts';
import { sampleInTurns } from '../turns.ts';

const targets = { unit: 'ratio', must: { atMost: 0.5 }, aim: { atMost: 0.3 } } as const;

/** How soon the host can go on, against the least that a Node.js process takes. */
export const handshakeLine: Figure = {
  name: 'handshake',
  rows: [
    {
      id: 'handshake_bare',
      label: 'exec → handshake line, against `node -e 0`; bare environment',
      ...targets,
    },
    {
      id: 'handshake_shell',
      label: "exec → handshake line, against `node -e 0`; the shell's environment",
      ...targets,
    },
  ],
  measure: ({ executables, rounds }) =>
    withScope(async (scope) => {
      const scratch = makeScratchDirectory(scope);
      const time = (executable: string, surroundings: Surroundings) => () =>
        timeToHandshake(executable, surroundings);
      const timeNode = (surroundings: Surroundings) => () =>
        timeProgram(process.execPath, ['-e', '0'], surroundings, 'nothing');
      const bare = bareSurroundings(scratch);
      const shell = shellSurroundings(scratch);
      const samples = await sampleInTurns(
        {
          'node, bare': timeNode(bare),
          'native, bare': time(executables.native, bare),
          'bundle, bare': time(executables.bundle, bare),
          'node, shell': timeNode(shell),
          'native, shell': time(executables.native, shell),
          'bundle, shell': time(executables.bundle, shell),
        },
        rounds,
      );
      const readingsIn = (place: 'bare' | 'shell') =>
        forEachBuild((build) => comparison(samples[`${build}, ${place}`], samples[`node, ${place}`]));
      return {
        readings: { handshake_bare: readingsIn('bare'), handshake_shell: readingsIn('shell') },
        samples,
      };
    }),
};

async function timeToHandshake(executable: string, surroundings: Surroundings): Promise<number> {
  const plugin = await startPlugin(executable, surroundings);
  plugin.child.kill('SIGTERM');
  await plugin.ended;
  return plugin.handshakeMs;
}
