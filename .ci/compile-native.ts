import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type NativeTarget, targetOfThisMachine } from './native-targets.ts';
import { sourceCommit } from './source-commit.ts';

/**
 * Makes one executable that needs no Node.js, with Bun. The same sources, target and file name give the same bytes,
 * wherever the sources are.
 *
 * @throws Error when Bun's package for the target, or for this machine, is not installed
 */
export function compileNative(target: NativeTarget, outfile: string): void {
  mkdirSync(dirname(outfile), { recursive: true });
  execFileSync(
    runtimeOf(targetOfThisMachine()),
    [
      ...['build', 'src/main.ts', '--outfile', outfile],
      // Bytecode: nothing is parsed at start.
      ...['--compile', '--bytecode', '--minify', `--target=${target.name}`],
      `--compile-executable-path=${runtimeOf(target)}`,
      // Terraform starts us in the directory of a configuration: no file there may add code or variables.
      ...['dotenv', 'bunfig', 'tsconfig', 'package-json'].map((file) => `--no-compile-autoload-${file}`),
      ...['--define', `SOURCE_COMMIT=${JSON.stringify(sourceCommit())}`],
      // Otherwise the directories of this machine would be part of the executable.
      ...['--define', '__dirname="."', '--define', '__filename="."'],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: join(import.meta.dirname, '..') },
  );
}

// The install script of Bun's main package would move the program elsewhere, or fetch it; so no script is run, and the
// packages of the platforms have it.
const folders = ['native', 'native/every-platform'].map((folder) => join(import.meta.dirname, folder));

function runtimeOf(target: NativeTarget): string {
  const program = target.platform === 'win32' ? 'bun.exe' : 'bun';
  const found = folders
    .map((folder) => join(folder, 'node_modules', target.package, 'bin', program))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${target.package} is not installed.`);
  return found;
}
