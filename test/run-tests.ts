// Runs the tests below the folders named on the command line: `npm test -- token conformance`. Without any, runs all
// but those of a release, which has to be made first. With `--executable FILE`, tests of the real process start that
// one.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = import.meta.dirname;
const { values, positionals: wanted } = parseArgs({
  options: { executable: { type: 'string' } },
  allowPositionals: true,
});

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => isWanted(relative(root, file)))
  .sort();

if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(' ')}.`);
  process.exit(1);
}

function isWanted(file: string): boolean {
  if (wanted.length === 0) return !file.startsWith('release');
  return wanted.some((part) => file.includes(part));
}

const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--test',
    '--test-reporter=spec',
    // A backstop: every test bounds its own waits.
    '--test-timeout=300000',
    `--test-concurrency=${availableParallelism()}`,
    ...files,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(values.executable && { ECR_PLUGIN_UNDER_TEST: resolve(values.executable) }),
    },
  },
);
process.exit(status ?? 1);
