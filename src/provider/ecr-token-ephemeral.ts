import type { AuthorizationToken } from '../token/authorization-token.ts';
import type { TokenCore } from '../token/fetch-token.ts';
import type { TokenLease } from '../token/shared-tokens.ts';
import { TokenError } from '../token/token-error.ts';
import type { Diagnostic, EphemeralResource, OpenRequest, OpenResponse } from './contracts.ts';
import {
  providerConfigUnknown,
  providerNotConfigured,
  resourceConfigUnknown,
  tokenFailure,
} from './diagnostics.ts';
import type { ProviderConfig } from './provider-config.ts';
import type { Schema } from './schema.ts';
import { tokenSchemaAttributes, tokenValues } from './token-attributes.ts';
import { resolveTokenRegion, validateRegionArgument } from './token-region.ts';
import { attributeOf, known, textOf, type Value } from './value.ts';

const schema: Schema = {
  version: 0,
  block: {
    description:
      'Login of a private Amazon ECR registry, asked for anew whenever Terraform needs it and never stored: ' +
      'not in state, plan, logs or on disk. A token lives for 12 hours, or as long as the AWS session behind ' +
      'it if that ends sooner.',
    attributes: {
      region: {
        type: 'string',
        optional: true,
        computed: true,
        description:
          'AWS region of the registry. Defaults to the region of the provider. Must be of the same partition ' +
          'as that one.',
      },
      ...tokenSchemaAttributes(),
    },
  },
};

/**
 * `ephemeral "aws_ecr_authorization_token"`.
 *
 * @param core - asks Amazon ECR
 * @param providerConfig - the provider block; undefined until the provider is configured
 */
export function createEcrTokenEphemeral(
  core: TokenCore,
  providerConfig: () => ProviderConfig | undefined,
): EphemeralResource {
  const leases = new Map<string, TokenLease>();
  /** Opens that share a token share its result too, and with it the work of encoding it. */
  const results = new WeakMap<AuthorizationToken, Value>();
  let opened = 0;

  const keep = (lease: TokenLease): Uint8Array => {
    opened += 1;
    const id = `open-${opened}`;
    leases.set(id, lease);
    return new TextEncoder().encode(id);
  };

  const sharedResult = (token: AuthorizationToken, region: string): Value => {
    const known = results.get(token);
    if (known) return known;
    const result = resultOf(token, region);
    results.set(token, result);
    return result;
  };

  const openKnown = async (request: OpenRequest, config: ProviderConfig): Promise<OpenResponse> => {
    const argument = attributeOf(request.config, 'region');
    const { region, diagnostics } = await resolveTokenRegion(argument, config, core);
    if (region === undefined) return { diagnostics };
    const endpoint = textOf(config.ecrEndpoint);
    const lease = await core.leaseToken(
      { region, ...(endpoint === undefined ? {} : { endpoint }) },
      request.signal,
    );
    if (request.signal.aborted) {
      // The host has given up and will not close what it never saw open.
      lease.release();
      throw new TokenError('CANCELLED');
    }
    return { diagnostics, result: sharedResult(lease.token, region), private: keep(lease) };
  };

  return {
    typeName: 'aws_ecr_authorization_token',
    schema,
    validate: (config) => validateRegionArgument(attributeOf(config, 'region')),
    async open(request) {
      const config = providerConfig();
      if (!config) return { diagnostics: [providerNotConfigured()] };
      const waiting = mustWait(request, config);
      if (waiting) return waiting;
      try {
        return await openKnown(request, config);
      } catch (error) {
        if (error instanceof TokenError) return { diagnostics: [tokenFailure(error)] };
        throw error;
      }
    },
    close(privateData) {
      const id = new TextDecoder().decode(privateData);
      leases.get(id)?.release();
      leases.delete(id);
      return [];
    },
  };
}

function resultOf(token: AuthorizationToken, region: string): Value {
  return known(new Map([['region', known(region)], ...tokenValues(token)]));
}

/** What is needed but not known yet: deferred where the host can, an error that names it where it can't. */
function mustWait(request: OpenRequest, config: ProviderConfig): OpenResponse | undefined {
  const argument: Value = attributeOf(request.config, 'region');
  if (argument.state === 'unknown') {
    return request.deferralAllowed
      ? { diagnostics: [], deferred: 'resource-config-unknown' }
      : { diagnostics: [resourceConfigUnknown()] };
  }
  const needed = {
    region: argument.state === 'null' ? config.region : undefined,
    endpoints: config.ecrEndpoint,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) =>
    value?.state === 'unknown' ? [name] : [],
  );
  if (missing.length === 0) return undefined;
  const problem: Diagnostic = providerConfigUnknown(missing);
  return request.deferralAllowed
    ? { diagnostics: [], deferred: 'provider-config-unknown' }
    : { diagnostics: [problem] };
}
