import { createHash, createHmac } from 'node:crypto';

/**
 * An HTTP request as it came over the wire, the input of AWS Signature Version 4.
 *
 * The target is always `/` without a query: that is all an AWS JSON service has, so the canonical path
 * and query need no escaping rules here.
 */
export interface SignedRequest {
  readonly method: string;
  /** Lower-case names; one entry for each time the header was sent. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** The part of a credential that says what a signature is good for. */
export interface CredentialScope {
  /** UTC day, `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** What the client claims to have signed, besides the request itself. */
export interface SignatureClaim {
  readonly scope: CredentialScope;
  /** The `x-amz-date` header, `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** Lower-case header names, in the order the client listed them. */
  readonly signedHeaders: readonly string[];
}

/**
 * The signature (64 lower-case hexadecimal digits) that the holder of `secretAccessKey` puts on a request.
 *
 * Written from AWS's description and not taken from an SDK, so that it can judge one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function expectedSignature(
  request: SignedRequest,
  claim: SignatureClaim,
  secretAccessKey: string,
): string {
  const { date, region, service } = claim.scope;
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    claim.amzDate,
    `${date}/${region}/${service}/aws4_request`,
    sha256Hex(canonicalRequest(request, claim.signedHeaders)),
  ].join('\n');
  return hmac(signingKey(secretAccessKey, claim.scope), stringToSign).toString('hex');
}

/** The 32-byte key that a secret yields for one day, region and service. */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Uint8Array {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Uint8Array>(
    hmac,
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** SHA-256 of the bytes, as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): Uint8Array {
  const headerLines = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? []).map(canonicalValue).join(',')}`,
  );
  const text = [
    request.method,
    '/',
    '',
    ...headerLines,
    '',
    signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n');
  // Node decodes header bytes as Latin-1; the reverse gives back the bytes that were sent.
  return Buffer.from(text, 'latin1');
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, ' ');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
