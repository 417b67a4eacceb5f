import type { AuthorizationToken } from '../token/authorization-token.ts';
import type { Attribute } from './schema.ts';
import { known, type Value } from './value.ts';

interface TokenAttribute {
  readonly from: keyof AuthorizationToken;
  readonly attribute: Attribute;
}

/** The attributes that a token gives: the schema, the results and the reference docs follow this list. */
export const tokenAttributes: Readonly<Record<string, TokenAttribute>> = {
  authorization_token: {
    from: 'authorizationToken',
    attribute: {
      type: 'string',
      computed: true,
      sensitive: true,
      description: 'Base64 of `user_name:password`, as a Docker configuration file takes it for `auth`.',
    },
  },
  expires_at: {
    from: 'expiresAt',
    attribute: {
      type: 'string',
      computed: true,
      description: 'Time at which the token expires, in UTC and RFC 3339 format.',
    },
  },
  password: {
    from: 'password',
    attribute: {
      type: 'string',
      computed: true,
      sensitive: true,
      description: 'Password to log in to the registry with.',
    },
  },
  proxy_endpoint: {
    from: 'proxyEndpoint',
    attribute: {
      type: 'string',
      computed: true,
      description: 'URL of the registry, `https://` included.',
    },
  },
  user_name: {
    from: 'userName',
    attribute: {
      type: 'string',
      computed: true,
      description: 'User name to log in to the registry with.',
    },
  },
};

/** The part of a schema that a token fills. */
export function tokenSchemaAttributes(): Readonly<Record<string, Attribute>> {
  return Object.fromEntries(
    Object.entries(tokenAttributes).map(([name, { attribute }]) => [name, attribute]),
  );
}

/** The part of a result that a token fills. */
export function tokenValues(token: AuthorizationToken): readonly (readonly [string, Value])[] {
  return Object.entries(tokenAttributes).map(([name, { from }]) => [name, known(token[from])]);
}
