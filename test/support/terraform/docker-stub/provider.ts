import type { Diagnostic, Provider } from '../../../../src/provider/contracts.ts';
import type { Schema } from '../../../../src/provider/schema.ts';
import { attributeOf, elementsOf, known, textOf } from '../../../../src/provider/value.ts';

/** The part of kreuzwerker/docker's provider block that takes a registry's login. */
const providerSchema: Schema = {
  version: 0,
  block: {
    description: 'Stands for the Docker provider.',
    attributes: {},
    blocks: {
      registry_auth: {
        nesting: 'set',
        block: {
          description: 'Login of a registry.',
          attributes: {
            address: { type: 'string', required: true, description: 'URL of the registry.' },
            username: { type: 'string', optional: true, description: 'User name.' },
            password: { type: 'string', optional: true, sensitive: true, description: 'Password.' },
          },
        },
      },
    },
  },
};

const loginSchema: Schema = {
  version: 0,
  block: {
    description: 'Logs in to the registry of the provider block.',
    attributes: { address: { type: 'string', computed: true, description: 'Where it logged in.' } },
  },
};

interface RegistryAuth {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

/**
 * A provider that uses the login in its own provider block, as kreuzwerker/docker does, when its
 * `ephemeral "docker_login"` opens.
 *
 * @param registryUrl - where the registries of all addresses can be reached
 */
export function createDockerStub(registryUrl: string): Provider {
  let auth: RegistryAuth | undefined;
  return {
    schema: providerSchema,
    validateConfig: () => [],
    configure(config) {
      const [block] = elementsOf(attributeOf(config, 'registry_auth'));
      const text = (name: string) => (block && textOf(attributeOf(block, name))) ?? '';
      auth = { address: text('address'), username: text('username'), password: text('password') };
      return [];
    },
    ephemeralResources: [
      {
        typeName: 'docker_login',
        schema: loginSchema,
        validate: () => [],
        async open() {
          const { address = '', username = '', password = '' } = auth ?? {};
          const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
          const { ok } = await fetch(`${registryUrl}/v2/`, { headers: { authorization } });
          if (!ok) return { diagnostics: [refused(address)] };
          return { diagnostics: [], result: known(new Map([['address', known(address)]])) };
        },
      },
    ],
  };
}

function refused(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: 'Login Refused',
    detail: `The registry ${address} refused the login.`,
  };
}
