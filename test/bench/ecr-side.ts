import type { EcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import { ecrEnvironment, startEcr } from '../support/plugin-process/ecr-host.ts';
import type { Environment } from '../support/plugin-process/host-environment.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';

/** 20 regions of one partition. */
export const regions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1'],
  ...['eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'ap-south-1'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'af-south-1'],
] as const;

/** A stand-in for Amazon ECR on the loopback interface, and the variables that lead there. */
export interface EcrSide {
  readonly endpoint: EcrEndpoint;
  readonly environment: Environment;
}

/** Starts one that is gone at the end of the scope. */
export async function startEcrSide(scope: TestScope): Promise<EcrSide> {
  const endpoint = await startEcr(scope);
  const region = { AWS_REGION: regions[0], AWS_DEFAULT_REGION: regions[0] };
  return { endpoint, environment: { ...ecrEnvironment(endpoint), ...region } };
}
