import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginExecutable, repositoryRoot } from '../support/plugin-process/executable.ts';
import { type CommandResult, runCommand } from '../support/terraform/command.ts';

/**
 * Runs the program behind `npm run install:local` and `uninstall:local` as a process.
 *
 * @param env - the whole environment; HOME says where it installs
 */
export function runInstaller(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandResult> {
  return runCommand({
    executable: process.execPath,
    name: 'local-mirror',
    args: ['--import', 'tsx', '.ci/local-mirror/main.ts', ...args],
    cwd: repositoryRoot,
    env,
    timeoutMs: 60_000,
  });
}

/** Where an installation has to put a version, from the home directory. */
export function installedPath(home: string, version: string): string {
  const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' };
  const processors: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
  const osArch = `${systems[process.platform]}_${processors[process.arch]}`;
  const provider = join(home, '.terraform.d/plugins/terraform.internal/ecr/ecr');
  return join(provider, version, osArch, 'terraform-provider-ecr');
}

/**
 * Writes another build, that is, one with other bytes: it starts the executable under test.
 *
 * @param version - what it says to `--version`; without it, what the executable under test says
 */
export function writeOtherBuild(directory: string, version?: string): string {
  const file = join(directory, `build-${version ?? 'of-same-version'}`);
  const answer = `[ "$1" = --version ] && echo 'terraform-provider-ecr ${version} (commit 0, test)' && exit\n`;
  writeFileSync(file, `#!/bin/sh\n${version === undefined ? '' : answer}exec '${pluginExecutable}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
