import { randomBytes } from 'node:crypto';
import type { EcrFault } from './faults.ts';

/** A token the endpoint gave out. */
export interface IssuedToken {
  readonly region: string;
  readonly registryId: string;
  readonly password: string;
  /** As on the wire: base64 of `AWS:<password>`, unless a fault spoilt it. */
  readonly authorizationToken: string;
  readonly expiresAt: Date;
  readonly proxyEndpoint: string;
}

/** What a new token is made of. */
export interface TokenRequest {
  readonly region: string;
  readonly registryId: string;
  readonly password: string;
  readonly now: Date;
  readonly lifetimeMs: number;
  /** A fault that concerns the token's content shapes it; others are ignored here. */
  readonly fault: EcrFault | undefined;
}

/** Makes a token as Amazon ECR would, or as the fault says. */
export function issueToken(request: TokenRequest): IssuedToken {
  const { fault, region, registryId } = request;
  const lifetimeMs = fault?.kind === 'expiryIn' ? fault.ms : request.lifetimeMs;
  const password = passwordUnder(fault, request.password);
  return {
    region,
    registryId,
    password,
    authorizationToken: tokenUnder(fault, password),
    expiresAt: new Date(request.now.getTime() + lifetimeMs),
    proxyEndpoint: `https://${registryId}.dkr.ecr.${region}.${dnsSuffix(region)}`,
  };
}

/** Whether `docker login` with this password would succeed: a spoilt or expired token logs nobody in. */
export function permitsLogin(token: IssuedToken, password: string, now: Date): boolean {
  return (
    password !== '' &&
    token.password === password &&
    token.authorizationToken === base64(`AWS:${password}`) &&
    token.expiresAt > now
  );
}

/** A password as long as Amazon ECR's (about 2,000 characters) and of the same build. */
export function awsLikePassword(): string {
  const parts = {
    payload: randomBytes(880).toString('base64'),
    datakey: randomBytes(184).toString('base64'),
    version: '2',
    type: 'DATA_KEY',
    expiration: Math.floor(Date.now() / 1000),
  };
  return base64(JSON.stringify(parts));
}

function passwordUnder(fault: EcrFault | undefined, password: string): string {
  if (fault?.kind === 'severalColons') return `${password}:second:third:`;
  return fault?.kind === 'emptyPassword' ? '' : password;
}

function tokenUnder(fault: EcrFault | undefined, password: string): string {
  const right = base64(`AWS:${password}`);
  switch (fault?.kind) {
    case 'badBase64':
      // Lenient decoders skip the foreign characters and find the very password: only a check tells.
      return `${right.slice(0, 8)}*!${right.slice(8)}`;
    case 'noColon':
      return base64(`AWS${password.replaceAll(':', '')}`);
    case 'emptyUser':
      return base64(`:${password}`);
    default:
      return right;
  }
}

function dnsSuffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
