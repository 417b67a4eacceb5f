import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that runs configurations and starts providers. */
export interface TerraformHost {
  readonly name: 'terraform' | 'tofu';
  /** Absolute path of the executable. */
  readonly path: string;
  readonly version: string;
}

/** The hosts of this machine; why there are none, if so. */
export interface HostSearch {
  readonly hosts: readonly TerraformHost[];
  readonly missing?: string;
}

/** The first versions with ephemeral resources. */
const firstVersions = { terraform: [1, 10], tofu: [1, 11] } as const;

/** Looks on `PATH` for Terraform and OpenTofu that know ephemeral resources. Terraform comes first. */
export function findHosts(searchPath = process.env.PATH ?? ''): HostSearch {
  const found = (['terraform', 'tofu'] as const).flatMap((name) => {
    const path = findExecutable(name, searchPath);
    return path === undefined ? [] : [{ name, path, version: versionOf(path) }];
  });
  const hosts = found.filter(isNewEnough);
  if (hosts.length > 0) return { hosts };
  const old = found.map(({ name, version }) => `; ${name} ${version} is too old`).join('');
  return { hosts, missing: `neither terraform >= 1.10 nor tofu >= 1.11 on PATH${old}` };
}

/**
 * As `findHosts`, for tests, which are skipped without a host, with the reason.
 *
 * @throws Error under `CI=true`: there a missing host is a failure
 */
export function requireTerraform(env: NodeJS.ProcessEnv = process.env): HostSearch {
  const search = findHosts(env.PATH);
  if (search.missing !== undefined && env.CI === 'true') throw new Error(search.missing);
  return search;
}

/** The first executable file of that name in the directories of a search path. */
export function findExecutable(name: string, searchPath = process.env.PATH ?? ''): string | undefined {
  return searchPath
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(path: string): string {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const answer: unknown = JSON.parse(
    execFileSync(path, ['version', '-json'], { env, encoding: 'utf8', stdio: 'pipe' }),
  );
  const hasVersion = typeof answer === 'object' && answer !== null && 'terraform_version' in answer;
  return hasVersion ? String(answer.terraform_version) : '0.0.0';
}

function isNewEnough({ name, version }: TerraformHost): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [firstMajor, firstMinor] = firstVersions[name];
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}
