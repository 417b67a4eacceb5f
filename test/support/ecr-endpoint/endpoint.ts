import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { deliver } from './answer.ts';
import { type Api, handleApiRequest } from './api.ts';
import { awsLikePassword, type IssuedToken } from './authorization-token.ts';
import { createCallLog, type EcrCall } from './call-log.ts';
import { createFaultBoard, type EcrFault, type FaultScope } from './faults.ts';
import { type EcrLogin, loginAnswer, mayLogIn } from './registry-v2.ts';
import { readBody } from './request-body.ts';
import type { EcrCredentials } from './verify-request.ts';

/** How to set the endpoint up. */
export interface EcrEndpointOptions {
  /** Whose signatures are right. */
  readonly credentials: readonly EcrCredentials[];
  /** The time; by default the machine's. */
  readonly clock?: () => Date;
  /** The caller's account, 12 digits. */
  readonly account?: string;
  /** How long a token lives; 12 hours by default, as with Amazon ECR. */
  readonly tokenLifetimeMs?: number;
  /** Makes the next password; by default random and as long as Amazon ECR's. */
  readonly password?: () => string;
  /** TCP port on 127.0.0.1; by default any free one. */
  readonly port?: number;
}

/** A running stand-in for Amazon ECR. The lists are live and grow with what happens. */
export interface EcrEndpoint {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  /** Every request but those to the registry's `/v2/`, in order of arrival. */
  readonly calls: readonly EcrCall[];
  /** Every token put on the wire, also those a fault spoilt: none of them should show up elsewhere. */
  readonly issued: readonly IssuedToken[];
  /** Every attempt to log in at `/v2/`; the probe without credentials that comes before is not one. */
  readonly logins: readonly EcrLogin[];
  /**
   * Sets a fault, or with `undefined` takes back the region's or, without a region, all of them. Only calls
   * with a right signature meet it (and so count against `times`), except that `clockSkew` comes before.
   */
  setFault(fault: EcrFault | undefined, scope?: FaultScope): void;
  /**
   * Waits for a call to match, be it one that came before, one that hangs, or one that changes
   * (`call.aborted`).
   *
   * @throws Error after `timeoutMs` (5,000 by default)
   */
  waitForCall(predicate?: (call: EcrCall) => boolean, timeoutMs?: number): Promise<EcrCall>;
  /** Stops, cutting off open connections; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Amazon ECR on the loopback interface: `GetAuthorizationToken` with full verification
 * of Signature Version 4, and the login check of the registry whose passwords it gives out.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export async function startEcrEndpoint(options: EcrEndpointOptions): Promise<EcrEndpoint> {
  const clock = options.clock ?? (() => new Date());
  const log = createCallLog();
  const faults = createFaultBoard();
  const issued: IssuedToken[] = [];
  const logins: EcrLogin[] = [];
  const api: Api = {
    credentials: options.credentials,
    account: options.account ?? '123456789012',
    tokenLifetimeMs: options.tokenLifetimeMs ?? 12 * 60 * 60_000,
    nextPassword: options.password ?? awsLikePassword,
    faults,
  };
  let closed: Promise<void> | undefined;

  const answerLogin = (request: IncomingMessage, response: ServerResponse) => {
    const { authorization } = request.headers;
    const at = clock();
    const ok = mayLogIn(authorization, issued, at);
    if (authorization !== undefined) logins.push({ ok, at });
    deliver(response, loginAnswer(ok), at);
  };

  const answerCall = (message: IncomingMessage, response: ServerResponse, body: Uint8Array | undefined) => {
    const reply = handleApiRequest(api, { message, body, at: clock() });
    issued.push(...reply.issued);
    const update = log.add(reply.call);
    response.once('close', () => {
      const cutByUs = closed !== undefined || reply.answer.delivery === 'reset';
      if (!response.writableFinished && !cutByUs) update({ aborted: true });
    });
    update({ status: deliver(response, reply.answer, reply.now) });
  };

  const server = createServer((request, response) => {
    readBody(request, maxBodyBytes)
      .then((body) => {
        const isLogin = body && request.method === 'GET' && request.url === '/v2/';
        if (isLogin) answerLogin(request, response);
        else answerCall(request, response, body);
      })
      .catch((error: unknown) => {
        // A client that leaves while it sends has made no call; anything else is a bug of ours: be loud.
        if (request.complete) throw error;
      });
  });
  // Longer than a client keeps idle connections, which would else meet a reset at the start of a call.
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, options.port ?? 0);

  return {
    url: `http://127.0.0.1:${port}`,
    calls: log.calls,
    issued,
    logins,
    setFault: faults.set,
    waitForCall: (predicate = () => true, timeoutMs = 5000) => log.waitFor(predicate, timeoutMs),
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

const maxBodyBytes = 1_000_000;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('the ECR endpoint has no TCP address'));
    });
  });
}
