/** Why no token could be had. Each code has its own words in `explain-error.ts`. */
export type TokenErrorCode =
  | 'ACCESS_DENIED'
  | 'AWS_ERROR'
  | 'CANCELLED'
  | 'CLOCK_SKEW'
  | 'ENDPOINT_NOT_FOUND'
  | 'ENDPOINT_UNREACHABLE'
  | 'ENDPOINT_UNTRUSTED'
  | 'EXPIRED_CREDENTIALS'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_EXPIRY'
  | 'INVALID_SETTINGS'
  | 'INVALID_TOKEN_ENCODING'
  | 'INVALID_TOKEN_FORMAT'
  | 'MISSING_FIELD'
  | 'NO_AUTHORIZATION_DATA'
  | 'NO_CREDENTIALS'
  | 'NO_REGION'
  | 'SERVICE_UNAVAILABLE'
  | 'THROTTLED'
  | 'TIMEOUT'
  | 'UNREADABLE_ANSWER'
  | 'UNEXPECTED';

/** What is known about a failure. Every text in here may be shown to the user: no secret, no answer body. */
export interface TokenErrorDetails {
  readonly region?: string;
  /** Host (and port, where it is not the default) that was asked. */
  readonly endpointHost?: string;
  /** AWS's id of the request that failed. */
  readonly requestId?: string;
  /** Requests sent, the first one included. */
  readonly attempts?: number;
  /** HTTP status of the last answer. */
  readonly httpStatus?: number;
  /** ARN of the caller that AWS named. */
  readonly principal?: string;
  /** AWS's name of the error, or the system's code of it, e.g. `ECONNREFUSED`. */
  readonly causeCode?: string;
  /** AWS's or the system's own words, stripped of anything that could be a secret. */
  readonly causeMessage?: string;
  /** The field of the answer that is missing. */
  readonly field?: string;
  /** Milliseconds after which we gave up. */
  readonly timeoutMs?: number;
}

/** A failure of the token core. Its message is the code alone, so that it can be logged anywhere. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;
  readonly details: TokenErrorDetails;

  constructor(code: TokenErrorCode, details: TokenErrorDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }

  /** The same failure with more known about it; what was known already stays. */
  with(details: TokenErrorDetails): TokenError {
    return new TokenError(this.code, { ...details, ...this.details });
  }
}
