import type { IncomingMessage } from 'node:http';
import { type Answer, errorAnswer } from './answer.ts';
import { type IssuedToken, issueToken } from './authorization-token.ts';
import type { EcrCall } from './call-log.ts';
import { answerInsteadOfToken } from './fault-answers.ts';
import type { EcrFault, FaultBoard } from './faults.ts';
import {
  getAuthorizationTokenTarget,
  readTokenInput,
  type TokenInput,
  tokenAnswer,
} from './get-authorization-token.ts';
import { type EcrCredentials, findSignatureError, readAuthorization } from './verify-request.ts';

/** What the API answers by. */
export interface Api {
  readonly credentials: readonly EcrCredentials[];
  readonly account: string;
  readonly tokenLifetimeMs: number;
  readonly nextPassword: () => string;
  readonly faults: FaultBoard;
}

/** A request of which the whole body has arrived. */
export interface ApiRequest {
  readonly message: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>;
  /** `undefined` if it was too long to keep. */
  readonly body: Uint8Array | undefined;
  /** By the endpoint's clock, without skew. */
  readonly at: Date;
}

/** The answer to a request and what is to be remembered of it. */
export interface ApiReply {
  readonly answer: Answer;
  readonly call: EcrCall;
  readonly issued: readonly IssuedToken[];
  /** The time the endpoint shows the client, skew included. */
  readonly now: Date;
}

/** Decides how to answer a request to the API. Issues tokens and spends faults, but sends nothing. */
export function handleApiRequest(api: Api, request: ApiRequest): ApiReply {
  const call = describeCall(request);
  const fault = api.faults.peek(call.region);
  const skewMs = fault?.kind === 'clockSkew' ? fault.ms : 0;
  const now = new Date(request.at.getTime() + skewMs);
  const refusal = refuseStranger(api, request, now);
  if (!refusal || fault?.kind === 'clockSkew') api.faults.spend(call.region);
  if (refusal) return { answer: refusal, call, issued: [], now };
  const input = readTokenInput(request.body ?? Buffer.alloc(0));
  return { ...answerVerified(api, { ...call, verified: true }, input, fault, now), now };
}

function describeCall({ message, at }: ApiRequest): EcrCall {
  const headers = message.headersDistinct;
  const claim = readAuthorization(headers);
  return {
    path: message.url ?? '',
    region: claim?.scope.region,
    target: headers['x-amz-target']?.[0],
    registryIds: [],
    accessKeyId: claim?.accessKeyId,
    userAgent: headers['user-agent']?.[0],
    verified: false,
    at,
    status: undefined,
    aborted: false,
  };
}

/** The answer to a request that is for something else or not rightly signed. */
function refuseStranger(api: Api, { message, body }: ApiRequest, now: Date): Answer | undefined {
  if (!body) return tooLargeAnswer;
  const { method = '', url, headersDistinct: headers } = message;
  const isOurs =
    method === 'POST' &&
    url === '/' &&
    headers['x-amz-target']?.join() === getAuthorizationTokenTarget &&
    headers['content-type']?.join() === 'application/x-amz-json-1.1';
  if (!isOurs) return unknownOperationAnswer;
  const error = findSignatureError({ method, headers, body }, api.credentials, now);
  return error && errorAnswer(error);
}

function answerVerified(
  api: Api,
  verifiedCall: EcrCall,
  input: TokenInput,
  fault: EcrFault | undefined,
  now: Date,
): Omit<ApiReply, 'now'> {
  if (input.kind === 'refused') return { answer: input.answer, call: verifiedCall, issued: [] };
  const call = { ...verifiedCall, registryIds: input.registryIds };
  const instead = answerInsteadOfToken(fault, api.account);
  if (instead) return { answer: instead, call, issued: [] };
  const registryIds = input.registryIds.length > 0 ? input.registryIds : [api.account];
  const tokens = registryIds.map((registryId) =>
    issueToken({
      region: call.region ?? '',
      registryId,
      password: api.nextPassword(),
      lifetimeMs: api.tokenLifetimeMs,
      now,
      fault,
    }),
  );
  const isWithheld = fault?.kind === 'missingField' && fault.field === 'authorizationToken';
  return { answer: tokenAnswer(tokens, fault), call, issued: isWithheld ? [] : tokens };
}

const unknownOperationAnswer = errorAnswer({
  status: 404,
  name: 'UnknownOperationException',
  message: 'This endpoint knows only GetAuthorizationToken and the registry login check.',
});

const tooLargeAnswer = errorAnswer({
  status: 413,
  name: 'RequestEntityTooLargeException',
  message: 'The request body is longer than 1 MB.',
});
