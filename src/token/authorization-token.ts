import { TokenError } from './token-error.ts';

/**
 * What every face hands out: the login of one private ECR registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html
 */
export interface AuthorizationToken {
  /** Base64 text of `userName:password`, exactly as AWS sent it. Secret. */
  readonly authorizationToken: string;
  /** End of validity: RFC 3339, UTC, whole seconds, `Z`. */
  readonly expiresAt: string;
  /** Password for the registry. Secret. */
  readonly password: string;
  /** URL of the registry, scheme included. */
  readonly proxyEndpoint: string;
  /** User name for the registry; `AWS` in practice. */
  readonly userName: string;
}

/** One entry of the API's answer, before anything about it is believed. */
export interface AuthorizationData {
  readonly authorizationToken?: string | undefined;
  readonly expiresAt?: Date | undefined;
  readonly proxyEndpoint?: string | undefined;
}

const strictBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Turns the API's answer into a token, all of it or none.
 *
 * @param answer - `authorizationData` of the answer; only the first entry counts, as in every AWS client
 * @throws {@link TokenError} `NO_AUTHORIZATION_DATA` for an empty list, `MISSING_FIELD` (with `field`) for an
 * entry without one of its fields, `INVALID_TOKEN_ENCODING` for a token that is not strict base64 of UTF-8
 * text, `INVALID_TOKEN_FORMAT` for a text that is not `user:password` with both parts present,
 * `INVALID_EXPIRY` for an expiry that is no point in time
 */
export function decodeAuthorizationData(
  answer: readonly AuthorizationData[] | undefined,
): AuthorizationToken {
  const data = answer?.[0];
  if (!data) throw new TokenError('NO_AUTHORIZATION_DATA');
  const authorizationToken = required(data.authorizationToken, 'authorizationToken');
  const proxyEndpoint = required(data.proxyEndpoint, 'proxyEndpoint');
  const expiresAt = formatExpiry(data.expiresAt);
  return { authorizationToken, expiresAt, proxyEndpoint, ...splitLogin(decodeBase64(authorizationToken)) };
}

function required(value: unknown, field: string): string {
  // The SDK passes on whatever the answer holds.
  if (typeof value !== 'string' || value === '') throw new TokenError('MISSING_FIELD', { field });
  return value;
}

function formatExpiry(expiresAt: Date | undefined): string {
  if (!expiresAt) throw new TokenError('MISSING_FIELD', { field: 'expiresAt' });
  const year = expiresAt.getUTCFullYear();
  // RFC 3339 has years of four digits; NaN is none of them.
  if (!(year >= 0 && year <= 9999)) throw new TokenError('INVALID_EXPIRY');
  // Whole seconds, as Go prints them: fractions would differ from hashicorp/aws for the same token.
  return `${expiresAt.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`;
}

function decodeBase64(text: string): string {
  if (!strictBase64.test(text)) throw new TokenError('INVALID_TOKEN_ENCODING');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    // The cause is left out on purpose: it must not carry bytes of the token.
    throw new TokenError('INVALID_TOKEN_ENCODING');
  }
}

function splitLogin(login: string): Pick<AuthorizationToken, 'userName' | 'password'> {
  // At the first colon: a user name never has one, a password may.
  const colon = login.indexOf(':');
  if (colon < 1 || colon === login.length - 1) throw new TokenError('INVALID_TOKEN_FORMAT');
  return { userName: login.slice(0, colon), password: login.slice(colon + 1) };
}
