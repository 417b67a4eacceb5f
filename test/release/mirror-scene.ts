import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { version } from '../../src/version.ts';
import { requiredProviders, tokenBlock } from '../end-to-end/configuration.ts';
import { type Scene, type SceneOptions, withScene } from '../end-to-end/scene.ts';
import type { TerraformHost } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import type { Workspace } from '../support/terraform/workspace.ts';
import { archivePath, type PlatformName, platformOfThisMachine, unpackArchive } from './release-archive.ts';

/** A scene whose host installs providers from a mirror that the test fills. */
export interface MirrorScene extends Scene {
  /** The mirror's folder for our provider. */
  readonly mirror: string;
}

/** A configuration that opens a token, and a consumer that has to get it. */
export const tokenConsumer = `${requiredProviders}${tokenBlock}
resource "terraform_data" "login" {
  provisioner "local-exec" {
    command = "test \${length(ephemeral.aws_ecr_authorization_token.token.password)} -gt 10"
  }
}
`;

/** Sets a scene with an empty mirror. Nothing is initialized yet. */
export async function withMirror(
  host: TerraformHost,
  play: (scene: MirrorScene) => Promise<void>,
  options: SceneOptions = {},
): Promise<void> {
  const files = { 'main.tf': tokenConsumer };
  await withScene(host, { initialize: false, plugins: [], files, ...options }, async (scene) => {
    // The workspace's CLI configuration names this mirror.
    const mirror = join(scene.workspace.root, 'mirror', providerSource);
    mkdirSync(mirror, { recursive: true });
    await play({ ...scene, mirror });
  });
}

/** Puts an archive into a mirror as it is: the packed layout. Gives back the copy's path. */
export function addPacked(mirror: string, platform: PlatformName = platformOfThisMachine()): string {
  const copy = join(mirror, basename(archivePath(platform)));
  copyFileSync(archivePath(platform), copy);
  return copy;
}

/** Puts the contents of the archive for this machine into a mirror: the unpacked layout. */
export function addUnpacked(mirror: string): void {
  const platform = platformOfThisMachine();
  const folder = join(mirror, version, platform);
  mkdirSync(folder, { recursive: true });
  unpackArchive(platform, folder);
}

/** What a lock file says of our provider. */
export interface ProviderLock {
  readonly version: string;
  readonly hashes: readonly string[];
}

/** Reads the lock file that `init` wrote. */
export function readLocks(workspace: Workspace): ProviderLock {
  const text = readFileSync(join(workspace.directory, '.terraform.lock.hcl'), 'utf8');
  const block = text.slice(text.indexOf(`provider "${providerSource}"`));
  return {
    version: /version\s*=\s*"([^"]*)"/.exec(block)?.[1] ?? '',
    hashes: Array.from(block.matchAll(/"(\w+:[^"]+)"/g), ([, hash = '']) => hash),
  };
}

/** Takes away what `init` installed; the lock file stays. */
export function forgetInstallation(workspace: Workspace): void {
  rmSync(join(workspace.directory, '.terraform'), { recursive: true });
}
