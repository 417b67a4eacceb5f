import { closeSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, whatever the working directory. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** The executable that the tests run: what `npm run build` made, or another build of the same sources. */
export const pluginExecutable = resolve(
  process.env.ECR_PLUGIN_UNDER_TEST || join(repositoryRoot, 'dist/terraform-provider-ecr'),
);

/** Whether Node.js runs it (not a native build), so that `NODE_OPTIONS` and the like reach it. */
export const runsOnNode = startsWithShebang(pluginExecutable);

/** Reason to skip a test that steers the plugin from within Node.js; `false` where it can run. */
export const skipUnlessOnNode = runsOnNode ? false : 'the plugin under test is a native build';

function startsWithShebang(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(file, start, 0, 2, 0);
    return start.toString('latin1') === '#!';
  } finally {
    closeSync(file);
  }
}
