import { magicCookieName } from './go-plugin/handshake.ts';
import { commit, runtime, version } from './version.ts';

/** The address under which the docs and `--debug` know the provider. */
export const defaultProviderAddress = 'terraform.internal/ecr/ecr';

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'serve' }
  | { readonly kind: 'debug'; readonly providerAddress: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly problem: string };

/** @param args - the arguments after the executable's name; hosts give none */
export function parseCommandLine(args: readonly string[]): Command {
  const [first, ...rest] = args;
  if (first === undefined) return { kind: 'serve' };
  if (first === '--version' || first === '-version') return only({ kind: 'version' }, rest);
  if (first === '--help' || first === '-help' || first === '-h') return only({ kind: 'help' }, rest);
  if (first === '--debug' || first === '-debug') return parseDebug(rest);
  return { kind: 'unusable', problem: `unknown argument ${JSON.stringify(first)}` };
}

function parseDebug(args: readonly string[]): Command {
  const [option, address, ...rest] = args;
  if (option === undefined) return { kind: 'debug', providerAddress: defaultProviderAddress };
  if (option !== '--address')
    return { kind: 'unusable', problem: `unknown argument ${JSON.stringify(option)}` };
  if (!address) return { kind: 'unusable', problem: '--address needs a provider source address' };
  return only({ kind: 'debug', providerAddress: address }, rest);
}

function only(command: Command, rest: readonly string[]): Command {
  return rest.length === 0
    ? command
    : { kind: 'unusable', problem: `unknown argument ${JSON.stringify(rest[0])}` };
}

/** @param versions - `process.versions` */
export function versionText(versions: Readonly<NodeJS.ProcessVersions>): string {
  return `terraform-provider-ecr ${version} (commit ${commit}, ${runtime(versions)})\n`;
}

export const helpText = `terraform-provider-ecr ${version}

A plugin for Terraform (1.10 or later) and OpenTofu (1.11 or later) that hands out short-lived Amazon ECR
credentials. The host starts it; there is nothing to run by hand but:

  terraform-provider-ecr --version
      print version, commit and runtime
  terraform-provider-ecr --help
      print this text
  terraform-provider-ecr --debug [--address ADDRESS]
      serve without a host until Ctrl-C, and print the TF_REATTACH_PROVIDERS to export in the shell in which
      Terraform runs; ADDRESS is the source in required_providers (default ${defaultProviderAddress})

The log goes to Terraform's: set TF_LOG=DEBUG, or TF_LOG_PROVIDER=DEBUG for providers alone.
`;

/** For a person who started the plugin by hand. */
export const notStartedByHostText = `This is terraform-provider-ecr ${version}, a plugin for Terraform and OpenTofu. It is not meant to be run by hand:
the environment variable ${magicCookieName} that a host sets is missing.

To install it, copy this file to the local mirror that "terraform init" looks into,

  ~/.terraform.d/plugins/${defaultProviderAddress}/${version}/OS_ARCH/terraform-provider-ecr

(OS_ARCH is linux_amd64 for example) and name it in your configuration:

  terraform {
    required_providers {
      aws = {
        source = "${defaultProviderAddress}"
      }
    }
  }

See --help for what it can do by hand.
`;

/** What to say on stdout once `--debug` serves. */
export function debugInstructions(reattach: string): string {
  return `The provider is running in debug mode. In another shell, run Terraform with:

  export TF_REATTACH_PROVIDERS='${reattach}'

Its log comes here, as TF_LOG in this shell says. Stop it with Ctrl-C, and then, in the other shell:

  unset TF_REATTACH_PROVIDERS
`;
}
