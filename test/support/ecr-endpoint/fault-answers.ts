import { type Answer, errorAnswer } from './answer.ts';
import type { EcrFault } from './faults.ts';
import { invalidRegistryAnswer } from './get-authorization-token.ts';

/**
 * The answer of a fault under which no token is given out.
 *
 * @returns `undefined` for the faults that only bend a token or the answer around it
 */
export function answerInsteadOfToken(fault: EcrFault | undefined, account: string): Answer | undefined {
  switch (fault?.kind) {
    case 'accessDenied':
      return refusal('AccessDeniedException', accessDeniedMessage(account));
    case 'expiredCredentials':
      return refusal('ExpiredTokenException', 'The security token included in the request is expired');
    case 'throttling':
      return refusal('ThrottlingException', 'Rate exceeded');
    case 'serverError':
      return errorAnswer({
        status: fault.status ?? 500,
        name: 'ServerException',
        message: 'These errors are usually caused by a server-side issue.',
      });
    case 'invalidRegistry':
      return invalidRegistryAnswer;
    case 'hang':
    case 'reset':
      return { ...plain(200, {}), delivery: fault.kind };
    case 'notJson':
      return plain(200, { 'content-type': 'text/html' }, '<html><body><h1>It works!</h1></body></html>\n');
    case 'emptyList':
      return plain(200, { 'content-type': 'application/x-amz-json-1.1' }, '{"authorizationData":[]}');
    case 'redirect':
      return plain(307, { location: fault.location ?? '/redirected' });
    case 'raw':
      return plain(fault.status, fault.headers ?? {}, fault.body);
    default:
      return undefined;
  }
}

function accessDeniedMessage(account: string): string {
  return `User: arn:aws:sts::${account}:assumed-role/ci/session is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`;
}

function refusal(name: string, message: string): Answer {
  return errorAnswer({ status: 400, name, message });
}

function plain(status: number, headers: Answer['headers'], body: Answer['body'] = ''): Answer {
  return { status, headers, body, delivery: 'whole' };
}
