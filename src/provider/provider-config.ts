import { isEndpointUrl } from '../token/endpoint-url.ts';
import type { Diagnostic } from './contracts.ts';
import { endpointNotUrl, severalEndpoints } from './diagnostics.ts';
import type { Schema } from './schema.ts';
import { validateRegionArgument } from './token-region.ts';
import { attributeOf, elementsOf, nullValue, textOf, unknown, type Value } from './value.ts';

/** The provider block: arguments of hashicorp/aws by the same names, as far as they are offered. */
export const providerSchema: Schema = {
  version: 0,
  block: {
    description:
      'Hands out short-lived Amazon ECR credentials. The arguments have the names and meanings that they have ' +
      'in `hashicorp/aws`.',
    attributes: {
      region: {
        type: 'string',
        optional: true,
        description:
          'AWS region to use where a block names none. Defaults to `AWS_REGION`, then `AWS_DEFAULT_REGION`, ' +
          'then the region of the active profile in the shared configuration files.',
      },
    },
    blocks: {
      endpoints: {
        nesting: 'set',
        block: {
          description: 'URLs that replace the endpoints of AWS services.',
          attributes: {
            ecr: {
              type: 'string',
              optional: true,
              description:
                'URL to use in place of the Amazon ECR API endpoint of every region. Wins over ' +
                '`AWS_ENDPOINT_URL_ECR` and `AWS_ENDPOINT_URL`.',
            },
          },
        },
      },
    },
  },
};

/** The provider block's values; each may still be unknown while Terraform plans. */
export interface ProviderConfig {
  readonly region: Value;
  readonly ecrEndpoint: Value;
}

/** Reads a provider block that `validateProviderConfig` found no error in. */
export function readProviderConfig(config: Value): ProviderConfig {
  return { region: readRegion(config), ecrEndpoint: readEcrEndpoint(config) };
}

/** Checks what is known of a provider block; unknown values pass. */
export function validateProviderConfig(config: Value): readonly Diagnostic[] {
  return [...validateRegionArgument(readRegion(config)), ...validateEndpoints(config)];
}

function readRegion(config: Value): Value {
  // hashicorp/aws takes an empty region for none, as modules pass `var.region` with a default of "".
  return presentOrNull(attributeOf(config, 'region'));
}

function validateEndpoints(config: Value): readonly Diagnostic[] {
  const set = ecrEndpoints(config).map(textOf).filter(Boolean) as string[];
  return [
    ...set.filter((url) => !isEndpointUrl(url)).map((url) => endpointNotUrl('ecr', url)),
    ...(set.length > 1 ? [severalEndpoints('ecr')] : []),
  ];
}

function readEcrEndpoint(config: Value): Value {
  const blocks = attributeOf(config, 'endpoints');
  if (blocks.state === 'unknown') return unknown;
  return (
    ecrEndpoints(config)
      .map(presentOrNull)
      .find((endpoint) => endpoint.state !== 'null') ?? nullValue
  );
}

function ecrEndpoints(config: Value): readonly Value[] {
  return elementsOf(attributeOf(config, 'endpoints')).map((block) => attributeOf(block, 'ecr'));
}

function presentOrNull(value: Value): Value {
  return textOf(value) === '' ? nullValue : value;
}
