import type { EcrCallReport } from './ecr-client.ts';
import { TokenError, type TokenErrorCode, type TokenErrorDetails } from './token-error.ts';

// Maps: the names come from a server, and `constructor` is a property of every object.
const codesByErrorName = mapOf<TokenErrorCode>({
  CredentialsProviderError: 'NO_CREDENTIALS',
  EndpointError: 'INVALID_SETTINGS',
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
});

const codesBySystemCode = mapOf<TokenErrorCode>({
  ENOTFOUND: 'ENDPOINT_NOT_FOUND',
  EAI_AGAIN: 'ENDPOINT_NOT_FOUND',
  EAI_FAIL: 'ENDPOINT_NOT_FOUND',
  EADDRNOTAVAIL: 'ENDPOINT_UNREACHABLE',
  EHOSTDOWN: 'ENDPOINT_UNREACHABLE',
  ENETDOWN: 'ENDPOINT_UNREACHABLE',
  EACCES: 'ENDPOINT_UNREACHABLE',
  ECONNREFUSED: 'ENDPOINT_UNREACHABLE',
  ECONNRESET: 'ENDPOINT_UNREACHABLE',
  EHOSTUNREACH: 'ENDPOINT_UNREACHABLE',
  ENETUNREACH: 'ENDPOINT_UNREACHABLE',
  EPERM: 'ENDPOINT_UNREACHABLE',
  EPIPE: 'ENDPOINT_UNREACHABLE',
  ETIMEDOUT: 'TIMEOUT',
});

/** OpenSSL's and Node's codes for a server that could not prove who it is. */
const untrustedCode = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/;
const skewedMessage = /signature (?:has )?expired|signature not yet current/i;
const arn = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:/;
const principalInMessage = /\bUser: (arn:\S{1,2048})/;

/** Failures whose words blame Amazon ECR. */
const ecrFailures: ReadonlySet<TokenErrorCode> = new Set([
  'ACCESS_DENIED',
  'AWS_ERROR',
  'ENDPOINT_NOT_FOUND',
  'ENDPOINT_UNREACHABLE',
  'ENDPOINT_UNTRUSTED',
  'SERVICE_UNAVAILABLE',
  'THROTTLED',
  'UNREADABLE_ANSWER',
]);

/** What is looked at to find out which failure it is. */
interface Failure {
  readonly error: Error;
  readonly systemCode: string;
  /** What the error's name alone says. */
  readonly named: TokenErrorCode | undefined;
  readonly status: number | undefined;
  /** A request to ECR was sent. */
  readonly asked: boolean;
}

/** In this order; the first that holds decides. */
const rules: readonly (readonly [TokenErrorCode, (failure: Failure) => boolean])[] = [
  ['CLOCK_SKEW', ({ named, error }) => named === 'INVALID_CREDENTIALS' && skewedMessage.test(error.message)],
  // Keys and session tokens become headers, and a line break in one of them is no character for a header.
  ['INVALID_CREDENTIALS', ({ systemCode }) => systemCode === 'ERR_INVALID_CHAR'],
  ['INVALID_SETTINGS', ({ systemCode }) => systemCode === 'ERR_INVALID_URL'],
  // What Node's HTTP parser says to something that is not HTTP.
  ['UNREADABLE_ANSWER', ({ systemCode }) => systemCode.startsWith('HPE_')],
  ['ENDPOINT_UNTRUSTED', ({ systemCode }) => untrustedCode.test(systemCode)],
  ['THROTTLED', ({ named, status }) => named === 'THROTTLED' || status === 429],
  // Before what can't be read: a proxy's page for a failure is no JSON either.
  [
    'SERVICE_UNAVAILABLE',
    ({ named, status = 0 }) => (!named || named === 'UNREADABLE_ANSWER') && status >= 500,
  ],
  ['UNREADABLE_ANSWER', ({ named, status = 0 }) => !named && status >= 200 && status < 300],
];

/** Names what the SDK threw for a call: which failure it is, with all that may be shown of it. */
export function describeFailure(error: unknown, report: EcrCallReport, region: string): TokenError {
  const code = codeOf(error, report);
  // ECR was never asked, so it was a source of credentials that failed: a token's file, or STS for a role.
  const beforeEcr = report.endpointHost === undefined && (ecrFailures.has(code) || isFileFailure(error));
  return new TokenError(beforeEcr ? 'NO_CREDENTIALS' : code, detailsOf(error, code, report, region));
}

function isFileFailure(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'open';
}

function codeOf(error: unknown, report: EcrCallReport): TokenErrorCode {
  if (!(error instanceof Error)) return 'UNEXPECTED';
  const systemCode = systemCodeOf(error) ?? '';
  const failure = {
    error,
    systemCode,
    named: codesByErrorName.get(error.name),
    status: report.httpStatus,
    asked: report.endpointHost !== undefined,
  };
  return (
    // The system's code first: the SDK renames a reset connection to a timeout.
    codesBySystemCode.get(systemCode) ??
    rules.find(([, holds]) => holds(failure))?.[0] ??
    failure.named ??
    (failure.status !== undefined ? 'AWS_ERROR' : withoutAnswer(failure))
  );
}

/** The SDK complains of settings in plain errors, before it asks anybody. */
function withoutAnswer({ asked, error, systemCode }: Failure): TokenErrorCode {
  return !asked && systemCode === '' && error.name === 'Error' ? 'INVALID_SETTINGS' : 'UNEXPECTED';
}

function detailsOf(
  error: unknown,
  code: TokenErrorCode,
  report: EcrCallReport,
  region: string,
): TokenErrorDetails {
  const message = error instanceof Error ? error.message : '';
  return withoutUndefined({
    region,
    endpointHost: report.endpointHost,
    requestId: report.requestId,
    attempts: report.attempts,
    httpStatus: report.httpStatus,
    principal: principalInMessage.exec(message)?.[1],
    causeCode: causeCodeOf(error),
    causeMessage: mayBeShown(error, code) ? redactMessage(message) : undefined,
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
function mayBeShown(error: unknown, code: TokenErrorCode): boolean {
  if (!(error instanceof Error) || error instanceof SyntaxError || '$responseBodyText' in error) return false;
  return code !== 'UNREADABLE_ANSWER' && code !== 'INVALID_CREDENTIALS';
}

/** A JSON Web Token, or a run of the characters of base64 and hex; dots would take in host names and paths. */
const keyMaterial = /eyJ[\w-]+(?:\.[\w-]+)+|[\w+/=%-]{40,}/g;

const longestMessage = 400;

/** One line of bounded length, with everything that looks like key material taken out; ARNs stay. */
export function redactMessage(message: string): string {
  // All of it before it is cut, since half a key is one too many.
  const words = message
    .split(/\s+/)
    .map((word) => (arn.test(word) ? word : word.replace(keyMaterial, '[redacted]')));
  return words.join(' ').trim().slice(0, longestMessage);
}

function systemCodeOf(error: Error): string | undefined {
  // Node wraps the failures of several addresses of one host into one AggregateError, code included.
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function mapOf<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

function withoutUndefined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
