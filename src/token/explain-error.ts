import type { RegionCheck } from './region.ts';
import { suggestRegion } from './region.ts';
import type { TokenError, TokenErrorCode, TokenErrorDetails } from './token-error.ts';

/** What a person is told: `summary` in Title Case; `detail` says what happened, why and what to do. */
export interface Explanation {
  readonly summary: string;
  readonly detail: string;
}

type Words = (details: TokenErrorDetails) => Explanation;

const reportIt = 'Please report it to the maintainers of terraform-provider-ecr.';
const notOurs =
  'The answer did not come from Amazon ECR as documented. If AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR, ' +
  'endpoints or a proxy is set, check what answers there.';

const words: Readonly<Record<TokenErrorCode, Words>> = {
  ACCESS_DENIED: (details) => ({
    summary: 'Access Denied by Amazon ECR',
    detail:
      `${details.principal ?? 'The AWS identity in use'} may not call ecr:GetAuthorizationToken` +
      `${inRegion(details)}. Allow the IAM action ecr:GetAuthorizationToken on resource "*" for this ` +
      'identity, and check that no service control policy, permissions boundary or VPC endpoint policy ' +
      'denies it.',
  }),
  AWS_ERROR: (details) => ({
    summary: 'Amazon ECR Refused the Request',
    detail:
      `Amazon ECR${atHost(details)} answered with an error that the provider does not know${status(details)}. ` +
      'Check the cause, and AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR or endpoints if one of them is set.',
  }),
  CANCELLED: () => ({
    summary: 'Authorization Token Request Cancelled',
    detail:
      'The request to Amazon ECR was stopped before it was answered, because the operation was cancelled.',
  }),
  CLOCK_SKEW: () => ({
    summary: 'Clock Skew Too Large for AWS',
    detail:
      "AWS refused the request's signature because the clock of this machine differs too much from " +
      "AWS's clock. Set the clock of this machine (or of its container or virtual machine) and try again.",
  }),
  ENDPOINT_NOT_FOUND: (details) => ({
    summary: 'Amazon ECR Endpoint Not Found',
    detail:
      `The host name of the Amazon ECR endpoint${atHost(details)} could not be resolved. Is the region ` +
      `${quoted(details.region)} right${didYouMean(details.region)}? Otherwise check DNS, and ` +
      'AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR or endpoints if one of them is set.',
  }),
  ENDPOINT_UNREACHABLE: (details) => ({
    summary: 'Amazon ECR Endpoint Unreachable',
    detail:
      `No connection could be made to, or kept with, the Amazon ECR endpoint${atHost(details)}. Is the ` +
      `region ${quoted(details.region)} right, and does a firewall, proxy or VPC endpoint let this machine ` +
      'reach it? If AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECR or endpoints is set, check its address.',
  }),
  ENDPOINT_UNTRUSTED: (details) => ({
    summary: 'Amazon ECR Endpoint Not Trusted',
    detail:
      `The Amazon ECR endpoint${atHost(details)} could not prove who it is: its TLS certificate was not ` +
      'accepted, or it does not speak TLS at all (should its URL begin with http://?). If a proxy of your ' +
      'organization intercepts TLS, add its certificate authority with NODE_EXTRA_CA_CERTS. Nothing was sent.',
  }),
  EXPIRED_CREDENTIALS: () => ({
    summary: 'AWS Credentials Expired',
    detail:
      'The AWS credentials in use have expired. Renew them (for example with "aws sso login", or by ' +
      'assuming the role again) and try again.',
  }),
  INVALID_CREDENTIALS: (details) => ({
    summary: 'AWS Credentials Not Accepted',
    detail:
      `AWS does not accept the credentials in use${inRegion(details)}. Check AWS_ACCESS_KEY_ID, ` +
      'AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile they come from: the keys may be deleted ' +
      'or mistyped, hold a space or line break, belong to another partition, or lack their session token.',
  }),
  INVALID_EXPIRY: () => ({
    summary: 'Invalid Authorization Token',
    detail: `The expiry of the authorization token is no point in time. ${notOurs}`,
  }),
  INVALID_SETTINGS: () => ({
    summary: 'Unusable AWS Settings',
    detail:
      'The AWS SDK can not work with the AWS settings in the environment, the shared configuration files ' +
      'and the provider block, such as AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, AWS_ENDPOINT_URL and ' +
      'endpoints. The cause names the one that is wrong, or those that do not go together.',
  }),
  INVALID_TOKEN_ENCODING: () => ({
    summary: 'Invalid Authorization Token',
    detail: `The authorization token is not base64 of UTF-8 text. ${notOurs}`,
  }),
  INVALID_TOKEN_FORMAT: () => ({
    summary: 'Invalid Authorization Token',
    detail: `The authorization token does not decode to a user name, a colon and a password. ${notOurs}`,
  }),
  MISSING_FIELD: (details) => ({
    summary: 'Incomplete Answer from Amazon ECR',
    detail: `The answer has no ${details.field ?? 'field that is needed'}. ${notOurs}`,
  }),
  NO_AUTHORIZATION_DATA: () => ({
    summary: 'Incomplete Answer from Amazon ECR',
    detail: `The answer holds no authorization data. ${notOurs}`,
  }),
  NO_CREDENTIALS: () => ({
    summary: 'No Valid AWS Credentials Found',
    detail:
      'No source of AWS credentials gave any. Looked, in this order, at AWS_ACCESS_KEY_ID and ' +
      'AWS_SECRET_ACCESS_KEY, the shared configuration and credentials files (profile AWS_PROFILE, or ' +
      'default: keys, SSO, roles, credential_process), AWS_WEB_IDENTITY_TOKEN_FILE, the container ' +
      'credentials endpoint and the EC2 instance metadata service. Set up one of them.',
  }),
  NO_REGION: () => ({
    summary: 'Missing AWS Region',
    detail:
      'No AWS region is known. Looked, in this order, at the region argument, the region of the provider ' +
      'block, AWS_REGION, AWS_DEFAULT_REGION and the region of the active profile in the shared ' +
      'configuration files (AWS_PROFILE, or default). Set one of them.',
  }),
  SERVICE_UNAVAILABLE: (details) => ({
    summary: 'Amazon ECR Unavailable',
    detail:
      `Amazon ECR${atHost(details)} failed to answer${status(details)}${afterAttempts(details)}. Try again ` +
      'later; see the AWS Health Dashboard if it lasts.',
  }),
  THROTTLED: (details) => ({
    summary: 'Throttled by Amazon ECR',
    detail:
      `Amazon ECR limits how often this account may ask for tokens${inRegion(details)}, and still refused` +
      `${afterAttempts(details)}. Try again later, run fewer Terraform commands at once, or raise ` +
      'AWS_MAX_ATTEMPTS.',
  }),
  TIMEOUT: (details) => ({
    summary: 'Timeout Waiting for Amazon ECR',
    detail:
      `The Amazon ECR endpoint${atHost(details)} gave no whole answer ` +
      `${details.timeoutMs === undefined ? 'in time' : `within ${details.timeoutMs / 1000} seconds`}. Check ` +
      'the network, proxies and firewalls between this machine and the endpoint, and whether the source ' +
      'of the AWS credentials answers.',
  }),
  UNREADABLE_ANSWER: (details) => ({
    summary: 'Unreadable Answer from Amazon ECR',
    detail: `What came from${atHost(details) || ' the endpoint'} is not the JSON that was expected. ${notOurs}`,
  }),
  UNEXPECTED: () => ({
    summary: 'Unexpected Error Asking for an Authorization Token',
    detail: `The request failed in a way that the provider does not know; this is a defect of it. ${reportIt}`,
  }),
};

/** What to tell a person about a failure; every face says the same. No secret, no stack in it. */
export function explainTokenError(error: TokenError): Explanation {
  const { summary, detail } = words[error.code](error.details);
  return { summary, detail: detail + evidence(error.details) };
}

/** What to tell a person about a region that `checkRegion` rejected, or accepted without knowing it. */
export function explainRegion(region: string, check: RegionCheck): Explanation {
  const suggestion = suggestRegion(region);
  const advice =
    suggestion !== undefined
      ? ` Did you mean ${quoted(suggestion)}?`
      : check.verdict === 'rejected'
        ? ' The name of an AWS region looks like "us-east-1".'
        : '';
  const summary = check.verdict === 'accepted' ? 'Unrecognized AWS Region' : 'Invalid AWS Region';
  return { summary, detail: `${regionProblem(region, check)}${advice}` };
}

function regionProblem(region: string, check: RegionCheck): string {
  if (check.verdict === 'accepted') {
    return (
      `The region ${quoted(region)} looks like one of partition ${check.partition}, but this version of the ` +
      'provider does not know it. It is used as it is.'
    );
  }
  const problems = {
    empty: 'The region is empty. Leave the argument out (or set it to null) to use the default region.',
    malformed: `The region ${quoted(region)} is not the name of an AWS region.`,
    'no-partition': `The region ${quoted(region)} does not belong to any AWS partition.`,
  };
  return problems[check.problem];
}

/** As a person typed it, but on one line and of bounded length. */
export function quoted(text: string | undefined): string {
  const shown = text ?? '';
  return JSON.stringify(shown.length > 80 ? `${shown.slice(0, 80)}…` : shown);
}

function didYouMean(region: string | undefined): string {
  const suggestion = region === undefined ? undefined : suggestRegion(region);
  return suggestion === undefined ? '' : ` (did you mean ${quoted(suggestion)})`;
}

function evidence(details: TokenErrorDetails): string {
  const lines = [
    details.causeMessage && `Cause: ${details.causeMessage}`,
    details.causeCode && `Error code: ${details.causeCode}`,
    details.requestId && `AWS request id: ${details.requestId}`,
  ].filter(Boolean);
  return lines.length === 0 ? '' : `\n\n${lines.join('\n')}`;
}

const inRegion = (details: TokenErrorDetails) =>
  details.region === undefined ? '' : ` in region ${details.region}`;
const atHost = (details: TokenErrorDetails) =>
  details.endpointHost === undefined ? '' : ` ${details.endpointHost}`;
const status = (details: TokenErrorDetails) =>
  details.httpStatus === undefined ? '' : ` (HTTP status ${details.httpStatus})`;
const afterAttempts = (details: TokenErrorDetails) =>
  details.attempts === undefined ? '' : ` after ${details.attempts} attempts`;
