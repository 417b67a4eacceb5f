import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultProviderAddress } from '../../src/command-line.ts';
import type { Places } from './places.ts';

const [providerHost = ''] = defaultProviderAddress.split('/');

/**
 * The CLI configuration files that keep hosts from searching the `plugins` directory: where a file says how providers
 * are to be installed, hosts search what it names and nothing else.
 */
export function filesThatHide(places: Places): string[] {
  const { cliConfigFiles, cliConfigDirectory: directory } = places;
  const files = [...cliConfigFiles, ...(directory === undefined ? [] : configurationsIn(directory))];
  return files.filter((file) => hidesDirectory(textOf(file), places.plugins));
}

/**
 * Whether the text of a CLI configuration, HCL or JSON, says how to install providers without a way to ours: it has to
 * name `plugins`, and any other method would ask the host of our address, which no network knows.
 */
export function hidesDirectory(text: string, plugins: string): boolean {
  if (!installationBlock.test(text)) return false;
  const quoted = JSON.stringify(plugins).slice(1, -1);
  const named = [plugins, quoted, plugins.replaceAll('\\', '/')].some((path) =>
    ['"', '/"'].some((end) => text.includes(`"${path}${end}`)),
  );
  return !named || (otherMethod.test(text) && !exception.test(text));
}

// At the start of a line, so that a block behind a comment sign does not count; or of a JSON object.
const installationBlock = /(?:^|[{,])\s*"?provider_installation"?\s*[:{[]/m;
const otherMethod = /\b(?:direct|network_mirror|oci_mirror)\b/;
const exception = new RegExp(`\\bexclude"?\\s*[=:]\\s*\\[[^\\]]*"${providerHost.replaceAll('.', '\\.')}/`);

/**
 * The files that OpenTofu would stop reading if the `plugins` directory were made now: the parent of that is its
 * directory of settings as soon as it exists.
 */
export function filesThatFade({ plugins, openTofuFreshDirectory: fresh }: Places): string[] {
  return fresh === undefined || existsSync(dirname(plugins)) ? [] : configurationsIn(fresh);
}

function configurationsIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /\.tfrc(?:\.json)?$/.test(name))
    .map((name) => join(directory, name));
}

/** Empty where it can't be read: then hosts can't either. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
