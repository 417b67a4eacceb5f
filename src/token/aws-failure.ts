import type { EcrCallReport } from './ecr-client.ts';
import { TokenError, type TokenErrorCode, type TokenErrorDetails } from './token-error.ts';

const codesByErrorName: Readonly<Record<string, TokenErrorCode>> = {
  CredentialsProviderError: 'NO_CREDENTIALS',
  TokenProviderError: 'NO_CREDENTIALS',
  ExpiredToken: 'EXPIRED_CREDENTIALS',
  ExpiredTokenException: 'EXPIRED_CREDENTIALS',
  AccessDenied: 'ACCESS_DENIED',
  AccessDeniedException: 'ACCESS_DENIED',
  IncompleteSignature: 'INVALID_CREDENTIALS',
  InvalidClientTokenId: 'INVALID_CREDENTIALS',
  InvalidSignatureException: 'INVALID_CREDENTIALS',
  MissingAuthenticationTokenException: 'INVALID_CREDENTIALS',
  SignatureDoesNotMatch: 'INVALID_CREDENTIALS',
  UnrecognizedClientException: 'INVALID_CREDENTIALS',
  RequestExpired: 'CLOCK_SKEW',
  RequestInTheFuture: 'CLOCK_SKEW',
  RequestTimeTooSkewed: 'CLOCK_SKEW',
  ThrottledException: 'THROTTLED',
  Throttling: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  TooManyRequestsException: 'THROTTLED',
  RequestLimitExceeded: 'THROTTLED',
  SlowDown: 'THROTTLED',
  TimeoutError: 'TIMEOUT',
  SyntaxError: 'UNREADABLE_ANSWER',
};

const codesBySystemCode: Readonly<Record<string, TokenErrorCode>> = {
  ENOTFOUND: 'ENDPOINT_NOT_FOUND',
  EAI_AGAIN: 'ENDPOINT_NOT_FOUND',
  ECONNREFUSED: 'ENDPOINT_UNREACHABLE',
  ECONNRESET: 'ENDPOINT_UNREACHABLE',
  EHOSTUNREACH: 'ENDPOINT_UNREACHABLE',
  ENETUNREACH: 'ENDPOINT_UNREACHABLE',
  EPIPE: 'ENDPOINT_UNREACHABLE',
  HPE_INVALID_CONSTANT: 'UNREADABLE_ANSWER',
  ETIMEDOUT: 'TIMEOUT',
};

/** OpenSSL's and Node's codes for a server that could not prove who it is. */
const untrustedCode = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/;
const skewedMessage = /signature (?:has )?expired|signature not yet current/i;
const principalInMessage = /\bUser: (arn:[^\s]+)/;

/** Names what the SDK threw for a call: which failure it is, with all that may be shown of it. */
export function describeFailure(error: unknown, report: EcrCallReport, region: string): TokenError {
  return new TokenError(codeOf(error, report), detailsOf(error, report, region));
}

function codeOf(error: unknown, report: EcrCallReport): TokenErrorCode {
  if (!(error instanceof Error)) return 'UNEXPECTED';
  const systemCode = systemCodeOf(error);
  if (codesByErrorName[error.name] === 'INVALID_CREDENTIALS' && skewedMessage.test(error.message)) {
    return 'CLOCK_SKEW';
  }
  const status = report.httpStatus;
  return (
    // The system's code first: the SDK renames a reset connection to a timeout.
    (systemCode === undefined ? undefined : codesBySystemCode[systemCode]) ??
    codesByErrorName[error.name] ??
    (systemCode !== undefined && untrustedCode.test(systemCode) ? 'ENDPOINT_UNTRUSTED' : undefined) ??
    (status === 429 ? 'THROTTLED' : undefined) ??
    (status !== undefined && status >= 500 ? 'SERVICE_UNAVAILABLE' : undefined) ??
    (status !== undefined ? 'AWS_ERROR' : 'UNEXPECTED')
  );
}

function detailsOf(error: unknown, report: EcrCallReport, region: string): TokenErrorDetails {
  const message = error instanceof Error ? error.message : '';
  return withoutUndefined({
    region,
    endpointHost: report.endpointHost,
    requestId: report.requestId,
    attempts: report.attempts,
    httpStatus: report.httpStatus,
    principal: principalInMessage.exec(message)?.[1],
    causeCode: causeCodeOf(error),
    causeMessage: mayBeShown(error) ? redactMessage(message) : undefined,
  });
}

function causeCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return systemCodeOf(error) ?? (error.name === 'Error' ? undefined : error.name.slice(0, 100));
}

/**
 * A parser's message quotes the text that it could not read, and AWS's answer to a bad signature quotes the
 * signed headers; either may hold a secret.
 */
function mayBeShown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codesByErrorName[error.name];
  return code !== 'UNREADABLE_ANSWER' && code !== 'INVALID_CREDENTIALS' && !('$responseBodyText' in error);
}

const longestMessage = 400;

/** One line of bounded length, with everything that looks like key material taken out; ARNs stay. */
export function redactMessage(message: string): string {
  const words = message
    .slice(0, longestMessage * 2)
    .split(/\s+/)
    .map((word) => (word.startsWith('arn:') ? word : word.replace(/[A-Za-z0-9+/=]{40,}/g, '[redacted]')));
  return words.join(' ').trim().slice(0, longestMessage);
}

function systemCodeOf(error: Error): string | undefined {
  // Node wraps the failures of several addresses of one host into one AggregateError, code included.
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function withoutUndefined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
