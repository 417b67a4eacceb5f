import { TokenError } from './token-error.ts';

/** Whether a text is a URL that an AWS service can have: https (or http, for tests and proxies) and a host. */
export function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '';
}

const variables = ['AWS_ENDPOINT_URL_ECR', 'AWS_ENDPOINT_URL'] as const;

/**
 * Checks the endpoint that the environment names. The SDK would take `localhost:4566` for a URL with the scheme
 * `localhost`, and ask another host.
 *
 * @throws {@link TokenError} `INVALID_SETTINGS`, naming the variable
 */
export function checkEndpointVariables(env: Readonly<Record<string, string | undefined>>): void {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return;
  const variable = variables.find((name) => env[name]);
  if (variable === undefined || isEndpointUrl(env[variable] ?? '')) return;
  throw new TokenError('INVALID_SETTINGS', {
    causeMessage: `${variable} is not a URL with the scheme https or http and a host.`,
  });
}
