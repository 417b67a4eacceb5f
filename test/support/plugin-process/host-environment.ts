import type { ScratchDirectory } from './scratch-directory.ts';

/** Variables of a process; `undefined` takes one away that would be set otherwise. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How Terraform shows a plugin that it was a host that started it. */
export const magicCookie = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
} as const;

/** What Terraform 1.11 sets beside the cookie and its certificate. */
export const terraformEnvironment = {
  ...magicCookie,
  PLUGIN_PROTOCOL_VERSIONS: '5,6',
  PLUGIN_MIN_PORT: '10000',
  PLUGIN_MAX_PORT: '25000',
} as const;

/** A port that nothing listens on: no test can reach AWS by mistake. */
const nowhere = 'http://127.0.0.1:9';

/**
 * All that a plugin gets to see: nothing of the test's own environment but `PATH`, no way to real AWS and none
 * to the machine's credentials.
 */
export function bareEnvironment(scratch: ScratchDirectory, added: Environment): NodeJS.ProcessEnv {
  const environment: Environment = {
    PATH: process.env.PATH,
    HOME: scratch.home,
    TMPDIR: scratch.temporary,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_ECR: nowhere,
    AWS_ENDPOINT_URL: nowhere,
    ...added,
  };
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}
