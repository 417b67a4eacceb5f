import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../../../src/version.ts';

/** An executable to be found under a provider's source address. */
export interface MirroredPlugin {
  /** With host name, e.g. `terraform.internal/ecr/ecr`. */
  readonly source: string;
  readonly version: string;
  readonly executable: string;
}

/** The source address under which tests and docs install our provider. */
export const providerSource = 'terraform.internal/ecr/ecr';

/** Our provider as `npm run build` left it, or the executable that `ECR_PLUGIN_UNDER_TEST` names. */
export function builtPlugin(env: NodeJS.ProcessEnv = process.env): MirroredPlugin {
  const built = fileURLToPath(new URL('../../../dist/terraform-provider-ecr', import.meta.url));
  return { source: providerSource, version, executable: env.ECR_PLUGIN_UNDER_TEST || built };
}

/**
 * Copies plugins to where a host's `filesystem_mirror` finds them, in unpacked layout. Copies, so that a build
 * in the meantime does no harm.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function fillPluginMirror(directory: string, plugins: readonly MirroredPlugin[]): void {
  for (const { source, version, executable } of plugins) {
    const home = join(directory, source, version, `${goPlatform()}_${goArchitecture()}`);
    mkdirSync(home, { recursive: true });
    const copy = join(home, `terraform-provider-${source.split('/').at(-1)}`);
    copyFileSync(executable, copy);
    chmodSync(copy, 0o755);
  }
}

/** The text of a CLI configuration that installs providers from the mirror and from nowhere else. */
export function cliConfig(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
  }
}
`;
}

function goPlatform(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

function goArchitecture(): string {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
  return names[process.arch] ?? process.arch;
}
