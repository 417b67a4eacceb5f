import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import {
  bareEnvironment,
  type Environment,
  terraformEnvironment,
} from '../support/plugin-process/host-environment.ts';
import type { ScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

/** Where a process is started, and with what. All peers of a comparison get the same. */
export interface Surroundings {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Next to nothing: `PATH`, `HOME`, `TMPDIR`, what Terraform sets for a plugin, and no way to AWS but `added`. */
export function bareSurroundings(scratch: ScratchDirectory, added: Environment = {}): Surroundings {
  return { directory: scratch.path, environment: bareEnvironment(scratch, { ...forPlugin(), ...added }) };
}

/** All that the shell has set, which Terraform hands on to its plugins. Nothing may be asked of AWS here. */
export function shellSurroundings(scratch: ScratchDirectory): Surroundings {
  const environment = { ...process.env, ...forPlugin(), TMPDIR: scratch.temporary };
  return { directory: scratch.path, environment };
}

/** Which variables of the shell change how fast Node.js or the native build starts. */
export function weightyVariables(env: NodeJS.ProcessEnv): readonly string[] {
  const known = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'BUN_OPTIONS'];
  return known.filter((name) => env[name]);
}

function forPlugin(): Environment {
  return { ...terraformEnvironment, PLUGIN_CLIENT_CERT: sharedClientCertificate().certificatePem };
}
