import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

// Makes one executable for this machine that needs no Node.js, with Bun. The install script of its npm package would
// move the program elsewhere, or fetch it; so no script is run, and the package of the platform has it.

const outfile = 'dist/native/terraform-provider-ecr';

mkdirSync('dist/native', { recursive: true });
execFileSync(
  findBun(),
  [
    ...['build', 'src/main.ts', '--outfile', outfile],
    // Bytecode: nothing is parsed at start.
    ...['--compile', '--bytecode', '--minify', '--target', 'bun'],
    // Terraform starts us in the directory of a configuration: no file there may add code or variables.
    ...['dotenv', 'bunfig', 'tsconfig', 'package-json'].map((file) => `--no-compile-autoload-${file}`),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);

function findBun(): string {
  const architecture = process.arch === 'arm64' ? 'aarch64' : process.arch;
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const program = process.platform === 'win32' ? 'bun.exe' : 'bun';
  const packages = join(import.meta.dirname, 'native', 'node_modules', '@oven');
  // On musl the other C library's package is the one that npm installs.
  const found = [`bun-${platform}-${architecture}`, `bun-${platform}-${architecture}-musl`]
    .map((name) => join(packages, name, 'bin', program))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`Bun has no package for ${platform} on ${architecture}.`);
  return found;
}
