import { TokenError } from './token-error.ts';

/** What is wrong with a text that `isEndpointUrl` refuses; a subject goes before it. */
export const notAnEndpointUrl = 'is not a URL with the scheme https or http and a host.';

/** @param protocol - as `URL` has it, colon included; http is for tests and proxies */
export function isEndpointProtocol(protocol: string | undefined): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** Whether a text is a URL that an AWS service can have. */
export function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return isEndpointProtocol(protocol) && hostname !== '';
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
    causeMessage: `${variable} ${notAnEndpointUrl}`,
  });
}
