/** Puts a build of the provider where hosts look without any configuration, or removes it from there. */

import { userInfo } from 'node:os';
import { filesThatFade, filesThatHide } from './cli-configuration.ts';
import { type Command, parseCommandLine, usage } from './command-line.ts';
import { inspectBuild } from './inspect-build.ts';
import { install } from './install.ts';
import { type Places, placesOn } from './places.ts';
import { installationText, removalText } from './report.ts';
import { uninstall } from './uninstall.ts';

try {
  process.stdout.write(carryOut(parseCommandLine(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @returns what to say on stdout */
function carryOut(command: Command): string {
  switch (command.kind) {
    case 'install':
      return installationOf(command.executable ?? nativeBuild(), placesHere());
    case 'uninstall':
      return uninstallationOf(placesHere());
    case 'help':
      return usage;
    case 'unusable':
      console.error(`${command.problem}\n\n${usage}`.trimEnd());
      process.exitCode = 2;
      return '';
  }
}

function installationOf(executable: string, places: Places): string {
  const build = inspectBuild(executable);
  // Before the directory is made.
  const fadedFiles = filesThatFade(places);
  const predecessor = install(build, places);
  const hidingFiles = filesThatHide(places);
  return installationText({ build, predecessor, places, hidingFiles, fadedFiles });
}

function uninstallationOf(places: Places): string {
  return removalText(uninstall(places), places);
}

function nativeBuild(): string {
  return `dist/native/terraform-provider-ecr${process.platform === 'win32' ? '.exe' : ''}`;
}

function placesHere(): Places {
  const { platform, arch: architecture, env } = process;
  return placesOn({ platform, architecture, env, accountHome: () => userInfo().homedir });
}
