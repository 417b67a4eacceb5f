import { timingSafeEqual } from 'node:crypto';
import type { AwsError } from './answer.ts';
import {
  type CredentialScope,
  expectedSignature,
  type SignatureClaim,
  type SignedRequest,
  sha256Hex,
} from './sigv4.ts';

/** A key pair the endpoint knows; with a `sessionToken` it stands for temporary credentials. */
export interface EcrCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What an `Authorization` header says, before anything of it is believed. */
export interface AuthorizationClaim {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const maxSkewMs = 5 * 60_000;
const authorizationPattern =
  /^AWS4-HMAC-SHA256 Credential=([^\s,/]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([^\s,]+), ?Signature=([0-9a-f]{64})$/;

/** Reads the `Authorization` header; `undefined` if it is absent, doubled or not Signature Version 4. */
export function readAuthorization(headers: SignedRequest['headers']): AuthorizationClaim | undefined {
  const match = authorizationPattern.exec(single(headers, 'authorization') ?? '');
  if (!match) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', names = '', signature = ''] = match;
  return { accessKeyId, scope: { date, region, service }, signedHeaders: names.split(';'), signature };
}

/**
 * Checks a request as AWS does, and more strictly where AWS is lenient. Messages are constant or hold only
 * the server's time: nothing a stranger sent is sent back.
 *
 * @returns the error to answer with, or `undefined` if the signature is right
 */
export function findSignatureError(
  request: SignedRequest,
  known: readonly EcrCredentials[],
  now: Date,
): AwsError | undefined {
  if (!request.headers.authorization) return errors.missingToken;
  const claim = readAuthorization(request.headers);
  if (!claim) return errors.incomplete;
  if (claim.scope.service !== 'ecr') return errors.wrongService;
  const amzDate = single(request.headers, 'x-amz-date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  if (!signedAt || amzDate.slice(0, 8) !== claim.scope.date) return errors.wrongDate;
  return (
    findHeaderError(request.headers, claim.signedHeaders) ??
    findSkewError(signedAt, now) ??
    findCredentialsError(request, { ...claim, amzDate }, known)
  );
}

function findHeaderError(headers: SignedRequest['headers'], signed: readonly string[]): AwsError | undefined {
  const ordered = [...new Set(signed)].sort();
  if (ordered.join(';') !== signed.join(';')) return errors.headerOrder;
  if (!signed.every((name) => headers[name])) return errors.incomplete;
  // AWS asks for every x-amz-* header to be signed; an unsigned one could be added on the way.
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  return mustBeSigned.every((name) => signed.includes(name)) ? undefined : errors.unsignedHeader;
}

function findSkewError(signedAt: Date, now: Date): AwsError | undefined {
  const aheadMs = signedAt.getTime() - now.getTime();
  if (aheadMs < -maxSkewMs) {
    const limit = formatAmzDate(now.getTime() - maxSkewMs);
    return signatureError(`Signature expired: the request is dated earlier than ${limit}`);
  }
  if (aheadMs > maxSkewMs) {
    const limit = formatAmzDate(now.getTime() + maxSkewMs);
    return signatureError(`Signature not yet current: the request is dated later than ${limit}`);
  }
  return undefined;
}

function findCredentialsError(
  request: SignedRequest,
  claim: AuthorizationClaim & SignatureClaim,
  known: readonly EcrCredentials[],
): AwsError | undefined {
  const givenToken = request.headers['x-amz-security-token']?.join();
  const credentials = known.find(
    ({ accessKeyId, sessionToken }) => accessKeyId === claim.accessKeyId && sessionToken === givenToken,
  );
  if (!credentials) return errors.unknownKey;
  const payloadHash = single(request.headers, 'x-amz-content-sha256');
  if (request.headers['x-amz-content-sha256'] && payloadHash !== sha256Hex(request.body)) {
    return errors.wrongSignature;
  }
  const expected = expectedSignature(request, claim, credentials.secretAccessKey);
  const equal = timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(claim.signature, 'hex'));
  return equal ? undefined : errors.wrongSignature;
}

function single(headers: SignedRequest['headers'], name: string): string | undefined {
  const values = headers[name];
  return values?.length === 1 ? values[0] : undefined;
}

function parseAmzDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hours, minutes, seconds] = match;
  const date = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function formatAmzDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function signatureError(message: string): AwsError {
  return { status: 400, name: 'InvalidSignatureException', message };
}

const errors = {
  missingToken: {
    status: 400,
    name: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  incomplete: {
    status: 400,
    name: 'IncompleteSignatureException',
    message: 'The Authorization header is not a complete AWS Signature Version 4 for this request.',
  },
  unknownKey: {
    status: 400,
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  wrongService: signatureError("Credential should be scoped to correct service: 'ecr'."),
  wrongDate: signatureError(
    'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.',
  ),
  headerOrder: signatureError('SignedHeaders must be lower-case, sorted and without repetition.'),
  unsignedHeader: signatureError("'Host' and every 'X-Amz-' header must be a signed header."),
  wrongSignature: signatureError(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ),
} as const satisfies Record<string, AwsError>;
