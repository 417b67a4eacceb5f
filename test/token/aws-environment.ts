import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';

/** Variables for `process.env`; `undefined` takes one away. */
export type AwsVariables = Readonly<Record<string, string | undefined>>;

/** Keys that the loopback endpoint knows. */
export const testKeys: AwsVariables = {
  AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
};

/** An environment in which the AWS SDK finds nothing of this machine's, and how to go back to it. */
export interface AwsEnvironment {
  /** Empty but for what a test writes; both HOME and the place of `config` and `credentials`. */
  readonly home: string;
  /** Sets variables until `restore`. */
  set(variables: AwsVariables): void;
  restore(): void;
}

/**
 * The AWS SDK reads `process.env` itself. Takes away every `AWS_*` variable, points HOME and the shared
 * configuration files into a fresh directory, and switches the instance metadata off.
 */
export function isolateAwsEnvironment(variables: AwsVariables = {}): AwsEnvironment {
  const before = { ...process.env };
  const home = mkdtempSync(join(tmpdir(), 'ecr-test-home-'));
  const set = (changes: AwsVariables) => {
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  const foreign = Object.keys(before).filter((name) => /^AWS_|_proxy$/i.test(name));
  set(Object.fromEntries(foreign.map((name) => [name, undefined])));
  set({
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '2',
    ...variables,
  });
  return {
    home,
    set,
    restore() {
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, before);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
