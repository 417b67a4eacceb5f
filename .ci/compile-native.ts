import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle.ts';
import { type NativeTarget, targetOfThisMachine } from './native-targets.ts';
import { onDemand } from './on-demand.ts';
import { repositoryRoot } from './repository-root.ts';
import { signMachO } from './sign-mach-o.ts';

/**
 * Makes one executable that needs no Node.js, with Bun. The same sources, target and file name give the same bytes,
 * wherever the sources are.
 *
 * @throws Error when Bun's package for the target, or for this machine, is not installed
 */
export async function compileNative(target: NativeTarget, outfile: string): Promise<void> {
  mkdirSync(dirname(outfile), { recursive: true });
  // esbuild first, as for Node: Bun's own bundler can't put off what the server does not need.
  const bundle = `${outfile}.bundle.cjs`;
  const options = { ...bundleOptions, minify: true, absWorkingDir: repositoryRoot };
  await build({
    ...options,
    // Reflection shares too much with the rest.
    plugins: [onDemand(['ecr-client.ts'], options, (code) => code), ...bundleOptions.plugins],
    entryPoints: ['src/main.ts'],
    outfile: resolve(bundle),
  });
  try {
    compileBundle(target, bundle, outfile);
    signIfNeeded(target, outfile);
  } finally {
    rmSync(bundle);
  }
}

function compileBundle(target: NativeTarget, bundle: string, outfile: string): void {
  execFileSync(
    runtimeOf(targetOfThisMachine()),
    [
      ...['build', basename(bundle), '--outfile', basename(outfile)],
      ...['--compile', `--target=${target.name}`],
      `--compile-executable-path=${runtimeOf(target)}`,
      // Nothing is parsed at start, and in a process that lives for 0.1 s compiling to machine code seldom pays.
      ...['--bytecode', '--compile-jit-policy=8'],
      // Terraform starts us in the directory of a configuration: no file there may add code or variables.
      ...['dotenv', 'bunfig', 'tsconfig', 'package-json'].map((file) => `--no-compile-autoload-${file}`),
    ],
    // Paths would get into the executable.
    { cwd: dirname(bundle), stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

/** Bun signs for Apple silicon alone; in other executables for macOS it leaves its own signature, which fits no more. */
function signIfNeeded(target: NativeTarget, outfile: string): void {
  if (target.platform !== 'darwin' || target.architecture === 'arm64') return;
  writeFileSync(outfile, signMachO(readFileSync(outfile), basename(outfile)));
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
