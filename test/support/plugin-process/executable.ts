import { closeSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, whatever the working directory. */
export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** The executable that the tests run: what `npm run build` made, or another build of the same sources. */
export const pluginExecutable = resolve(
  process.env.ECR_PLUGIN_UNDER_TEST || join(repositoryRoot, 'dist/terraform-provider-ecr'),
);

/** Whether Node.js runs it (not a native build), so that `NODE_OPTIONS` and the like reach it. */
export const runsOnNode = namesNode(firstBytes(pluginExecutable));

/** Reason to skip a test that steers the plugin from within Node.js; `false` where it can run. */
export const skipUnlessOnNode = runsOnNode ? false : 'the plugin under test is a native build';

/** The launcher of the Linux packages is a script too, but for the shell. */
function namesNode(start: string): boolean {
  return /^#!.*\bnode\n/.test(start);
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(64);
    readSync(file, start, 0, start.length, 0);
    return start.toString('latin1');
  } finally {
    closeSync(file);
  }
}
