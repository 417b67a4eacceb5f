import type { Answer } from './answer.ts';
import { type IssuedToken, permitsLogin } from './authorization-token.ts';

/** An attempt to log in to the registry. */
export interface EcrLogin {
  readonly ok: boolean;
  readonly at: Date;
}

/**
 * The login check of `docker login` and its like: `GET /v2/` with Basic authentication.
 *
 * @param authorization the `Authorization` header, if there is one
 * @returns whether the user `AWS` showed the password of a good, unexpired token
 * @see https://distribution.github.io/distribution/spec/api/#api-version-check
 */
export function mayLogIn(
  authorization: string | undefined,
  issued: readonly IssuedToken[],
  now: Date,
): boolean {
  const match = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(authorization ?? '');
  const text = Buffer.from(match?.[1] ?? '', 'base64').toString('utf8');
  if (!text.startsWith(userPrefix)) return false;
  const password = text.slice(userPrefix.length);
  return issued.some((token) => permitsLogin(token, password, now));
}

/** What the registry answers to a login check. */
export function loginAnswer(ok: boolean): Answer {
  const headers = { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' };
  if (ok) return { status: 200, headers, body: '{}', delivery: 'whole' };
  return {
    status: 401,
    headers: { ...headers, 'www-authenticate': 'Basic realm="ecr-endpoint",service="ecr.amazonaws.com"' },
    body: '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
    delivery: 'whole',
  };
}

const userPrefix = 'AWS:';
