import { posix, win32 } from 'node:path';
import { defaultProviderAddress } from '../../src/command-line.ts';

/** What decides where things are. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home directory of the account, as the system knows it. Asked only where the environment does not say. */
  readonly accountHome: () => string;
}

/** The directory of providers that hosts search without being told to, and what else of theirs matters to it. */
export interface Places {
  /** As hosts name the platform: `linux_amd64`. */
  readonly osArch: string;
  /** The directory that hosts search. */
  readonly plugins: string;
  /** Below `plugins`; holds a directory for each version, named for it. */
  readonly provider: string;
  /** Absolute path of the executable of a version, in a directory of its own. */
  executable(version: string): string;
  /** Where each host may have its CLI configuration, whether or not the file is there. */
  readonly cliConfigFiles: readonly string[];
  /** Whose `*.tfrc` and `*.tfrc.json` files are CLI configuration too; none when the environment names one file. */
  readonly cliConfigDirectory: string | undefined;
  /** Where OpenTofu reads those files from, as long as the parent of `plugins` does not exist. */
  readonly openTofuFreshDirectory: string | undefined;
}

/**
 * Of all directories that Terraform and OpenTofu search, takes the one that every version of both does, on every
 * platform.
 *
 * @throws Error when the home directory is not an absolute path
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function placesOn(machine: Machine): Places {
  const { join } = pathsOf(machine);
  const settings = settingsDirectory(machine);
  const plugins = join(settings, 'plugins');
  const provider = join(plugins, ...defaultProviderAddress.split('/'));
  const osArch = osArchOf(machine);
  const executableName = `terraform-provider-ecr${isWindows(machine) ? '.exe' : ''}`;
  return {
    osArch,
    plugins,
    provider,
    executable: (version) => join(provider, version, osArch, executableName),
    ...cliConfigurationOf(machine, settings),
  };
}

type CliConfiguration = Pick<Places, 'cliConfigFiles' | 'cliConfigDirectory' | 'openTofuFreshDirectory'>;

function cliConfigurationOf(machine: Machine, settings: string): CliConfiguration {
  const { env } = machine;
  const override = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (override) {
    return { cliConfigFiles: [override], cliConfigDirectory: undefined, openTofuFreshDirectory: undefined };
  }
  const { join, dirname } = pathsOf(machine);
  const base = dirname(settings);
  const inBase = isWindows(machine) ? ['terraform.rc', 'tofu.rc'] : ['.terraformrc', '.tofurc'];
  const cliConfigFiles = inBase.map((name) => join(base, name));
  const fresh = isWindows(machine) ? [] : [join(env.XDG_CONFIG_HOME || join(base, '.config'), 'opentofu')];
  return {
    cliConfigFiles: [...cliConfigFiles, ...fresh.map((directory) => join(directory, 'tofurc'))],
    cliConfigDirectory: settings,
    // Without the variable OpenTofu reads them from our directory even when that does not exist yet.
    openTofuFreshDirectory: env.XDG_CONFIG_HOME ? fresh[0] : undefined,
  };
}

function isWindows({ platform }: Machine): boolean {
  return platform === 'win32';
}

function pathsOf(machine: Machine) {
  return isWindows(machine) ? win32 : posix;
}

function osArchOf(machine: Machine): string {
  const { platform, architecture } = machine;
  return `${isWindows(machine) ? 'windows' : platform}_${goArchitectures[architecture] ?? architecture}`;
}

const goArchitectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'amd64', ia32: '386' };

/** The directory of both hosts' settings, which they find each in their own way on Windows and elsewhere. */
function settingsDirectory(machine: Machine): string {
  return isWindows(machine)
    ? win32.join(roamingDirectory(machine), 'terraform.d')
    : posix.join(homeDirectory(machine), '.terraform.d');
}

/** As programs written in Go find it: an empty HOME counts as none. */
function homeDirectory({ env, accountHome }: Machine): string {
  const home = env.HOME || accountHome();
  if (posix.isAbsolute(home)) return home;
  const problem = 'not an absolute path: hosts would look below whatever directory they are started in';
  throw new Error(`HOME is ${JSON.stringify(home)}, ${problem}.`);
}

/** Hosts ask the system for it; the variable says the same unless somebody has changed it. */
function roamingDirectory({ env, accountHome }: Machine): string {
  return env.APPDATA || win32.join(accountHome(), 'AppData', 'Roaming');
}
