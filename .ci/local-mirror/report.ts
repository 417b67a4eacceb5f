import { defaultProviderAddress as address } from '../../src/command-line.ts';
import type { Build } from './inspect-build.ts';
import type { Predecessor } from './install.ts';
import type { Places } from './places.ts';
import type { Removal } from './uninstall.ts';

/** All that there is to say of an installation. */
export interface Installation {
  readonly build: Build;
  readonly predecessor: Predecessor;
  readonly places: Places;
  /** CLI configuration files that keep hosts from looking where the build is. */
  readonly hidingFiles: readonly string[];
  /** Settings that OpenTofu reads no more. */
  readonly fadedFiles: readonly string[];
}

/** What was done, and what to do next. */
export function installationText(installation: Installation): string {
  const { build, predecessor, hidingFiles, fadedFiles, places } = installation;
  return [
    doneText(build, places),
    predecessor === 'same build' ? 'The same build was there already.\n' : '',
    predecessor === 'other build' ? lockText(build, places) : '',
    hidingFiles.length > 0 ? hiddenText(hidingFiles, places) : '',
    fadedFiles.length > 0 ? fadedText(fadedFiles, places) : '',
    configurationText,
  ]
    .filter(Boolean)
    .join('\n');
}

/** What was removed, or that there was nothing. */
export function removalText({ removed, left }: Removal, places: Places): string {
  const done =
    removed.length === 0
      ? `There was nothing to remove: no build for ${places.osArch} in ${places.provider}\n`
      : `Removed\n\n${lines(removed)}`;
  // What is left may be a zip of a release, which works as before.
  if (left.length > 0) return `${done}\nLeft alone, because it is not an installation's:\n\n${lines(left)}`;
  return removed.length === 0
    ? done
    : `${done}\nConfigurations that name ${address} can't be used until it is installed again.\n`;
}

const configurationText = `Name it in your configuration, in place of hashicorp/aws:

  terraform {
    required_providers {
      aws = {
        source = "${address}"
      }
    }
  }

or side by side with it, with "provider = ecr" in the blocks that are to use it:

  terraform {
    required_providers {
      aws = {
        source = "hashicorp/aws"
      }
      ecr = {
        source = "${address}"
      }
    }
  }

Then run "terraform init" or "tofu init" there; "init -upgrade" where it has an older version.
`;

function doneText(build: Build, places: Places): string {
  return `Installed ${build.description}

  from  ${build.file}
  to    ${places.executable(build.version)}
  size  ${(build.bytes / 1e6).toFixed(1)} MB
`;
}

function lockText({ version }: Build, { plugins }: Places): string {
  return `It replaces another build of ${version}. Directories that were initialized with that one have its checksum in their
.terraform.lock.hcl, so Terraform refuses this one there, with "init -upgrade" too. To allow it, run in each of them:

  terraform providers lock -fs-mirror="${plugins}" ${address}
`;
}

function hiddenText(files: readonly string[], { plugins }: Places): string {
  return `WARNING: "init" looks only where this CLI configuration says, which does not lead to this build:

${lines(files)}
Add our directory to the block, and make an exception in every other method that it has, such as "direct":

  provider_installation {
    filesystem_mirror {
      path    = ${JSON.stringify(plugins)}
      include = ["${address}"]
    }
    direct {
      exclude = ["${address}"]
    }
  }
`;
}

function fadedText(files: readonly string[], { cliConfigDirectory }: Places): string {
  return `WARNING: OpenTofu does not read these files any more, because ${cliConfigDirectory} exists now. Move them there:

${lines(files)}`;
}

function lines(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}\n`).join('');
}
