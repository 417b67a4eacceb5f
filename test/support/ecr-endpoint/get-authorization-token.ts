import { type Answer, errorAnswer, jsonAnswer } from './answer.ts';
import type { IssuedToken } from './authorization-token.ts';
import type { EcrFault } from './faults.ts';

/** The value of `X-Amz-Target` for the one operation the endpoint has. */
export const getAuthorizationTokenTarget = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';

const maxRegistryIds = 10;

/** The request body, read: either the registries asked for or the answer to a body that is wrong. */
export type TokenInput =
  | { readonly kind: 'input'; readonly registryIds: readonly string[] }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Reads the operation's input; no `registryIds` means the caller's own registry, an empty list here. */
export function readTokenInput(body: Uint8Array): TokenInput {
  const input = parseJson(body);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refuse('SerializationException', 'The request body is not a JSON object.');
  }
  const ids: unknown = 'registryIds' in input ? input.registryIds : undefined;
  if (ids === undefined || ids === null) return { kind: 'input', registryIds: [] };
  if (isRegistryIds(ids)) return { kind: 'input', registryIds: ids };
  return { kind: 'refused', answer: invalidRegistryAnswer };
}

/** The answer that carries tokens, bent by a fault that concerns the answer's form. */
export function tokenAnswer(tokens: readonly IssuedToken[], fault: EcrFault | undefined): Answer {
  const omitted = fault?.kind === 'missingField' ? fault.field : undefined;
  const whole = jsonAnswer(`{"authorizationData":[${tokens.map((t) => entryJson(t, omitted)).join(',')}]}`);
  if (fault?.kind === 'truncatedJson') return { ...whole, body: String(whole.body).slice(0, -20) };
  return fault?.kind === 'hangInBody' ? { ...whole, delivery: 'half' } : whole;
}

/** What Amazon ECR says to a registry ID that isn't one. */
export const invalidRegistryAnswer: Answer = errorAnswer({
  status: 400,
  name: 'InvalidParameterException',
  message:
    "Invalid parameter at 'registryIds' failed to satisfy constraint: 'Member must satisfy regular expression pattern: [0-9]{12}'",
});

function entryJson(token: IssuedToken, omitted: string | undefined): string {
  const fields = [
    ['authorizationToken', JSON.stringify(token.authorizationToken)],
    ['expiresAt', epochSeconds(token.expiresAt)],
    ['proxyEndpoint', JSON.stringify(token.proxyEndpoint)],
  ];
  const kept = fields.filter(([name]) => name !== omitted);
  return `{${kept.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

/** AWS's services print timestamps as Java prints a double: `1.700000000123E9`. */
function epochSeconds(instant: Date): string {
  return (instant.getTime() / 1000).toExponential().replace('e+', 'E');
}

function isRegistryIds(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= maxRegistryIds &&
    value.every((id) => typeof id === 'string' && /^\d{12}$/.test(id))
  );
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(name: string, message: string): TokenInput {
  return { kind: 'refused', answer: errorAnswer({ status: 400, name, message }) };
}
