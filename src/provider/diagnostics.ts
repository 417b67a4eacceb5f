import { notAnEndpointUrl } from '../token/endpoint-url.ts';
import { type Explanation, explainRegion, explainTokenError, quoted } from '../token/explain-error.ts';
import type { RegionCheck } from '../token/region.ts';
import type { TokenError } from '../token/token-error.ts';
import type { Diagnostic } from './contracts.ts';
import type { AttributePath } from './value.ts';

// Every text that Terraform shows for us is worded here, but for those that the other faces share: these come
// from `token/explain-error.ts`.

export const regionPath: AttributePath = [{ attribute: 'region' }];
export const endpointsPath: AttributePath = [{ attribute: 'endpoints' }];

const reportIt =
  'Please report it to the maintainers of terraform-provider-ecr, with the log that TF_LOG=TRACE gives: it ' +
  'holds no secrets.';

/** A region that can't be one, or (as a warning) one that this version does not know. */
export function regionDiagnostic(region: string, check: RegionCheck): Diagnostic {
  const severity = check.verdict === 'accepted' ? 'warning' : 'error';
  return { severity, ...explainRegion(region, check), path: regionPath };
}

/** The default region, which no argument of the block names, is not one. */
export function defaultRegionDiagnostic(region: string, check: RegionCheck): Diagnostic {
  const { summary, detail } = explainRegion(region, check);
  const origin =
    'It is the default region: the region of the provider block, AWS_REGION, AWS_DEFAULT_REGION or the ' +
    'region of the active profile.';
  return {
    severity: check.verdict === 'accepted' ? 'warning' : 'error',
    summary,
    detail: `${detail} ${origin}`,
  };
}

export function partitionMismatch(region: string, partition: string, providerPartition: string): Diagnostic {
  return failure(
    'Invalid Region Value',
    `partition (${partition}) for per-resource Region (${region}) is not the provider's configured partition ` +
      `(${providerPartition})\n\nThe identities of one AWS partition are unknown to the others. Use a second ` +
      `provider block, with a region of ${partition} and credentials for it.`,
    regionPath,
  );
}

export function tokenFailure(error: TokenError): Diagnostic {
  const explanation: Explanation = explainTokenError(error);
  return failure(
    explanation.summary,
    explanation.detail,
    error.code === 'NO_REGION' ? regionPath : undefined,
  );
}

export function endpointNotUrl(service: string, url: string): Diagnostic {
  return failure(
    'Invalid Endpoint',
    `The endpoint for ${service}, ${quoted(withoutSecrets(url))}, ${notAnEndpointUrl}`,
    endpointsPath,
  );
}

export function severalEndpoints(service: string): Diagnostic {
  return failure(
    'Conflicting Endpoints',
    `Several endpoints blocks set ${service}. Set it in one of them.`,
    endpointsPath,
  );
}

/** A URL may hold a login and a signature. */
function withoutSecrets(url: string): string {
  return url.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
}

/** The provider block depends on something that is not known before apply, and Open can't wait for it. */
export function providerConfigUnknown(arguments_: readonly string[]): Diagnostic {
  return failure(
    'Provider Configuration Not Known Yet',
    `The provider block's ${arguments_.join(' and ')} ${arguments_.length > 1 ? 'depend' : 'depends'} on ` +
      'something that will be known only after apply, but a token is needed now. Set region in this block ' +
      'instead, use a known value in the provider block, or apply first (with -target) what the value ' +
      'depends on.',
  );
}

export function resourceConfigUnknown(): Diagnostic {
  return failure(
    'Region Not Known Yet',
    'The region will be known only after apply, but a token is asked for now. Hosts wait until then by ' +
      'themselves; this one did not.',
    regionPath,
  );
}

export function providerNotConfigured(): Diagnostic {
  return failure(
    'Provider Not Configured',
    `A token was asked for before the provider was configured. This is a defect of the host program. ${reportIt}`,
  );
}

export function typeNotOffered(kind: string, typeName: string, offered: readonly string[]): Diagnostic {
  return failure(
    `Unknown ${kind} Type`,
    `This provider has no ${kind.toLowerCase()} ${quoted(typeName)}. It has: ${offered.join(', ') || 'none'}. ` +
      'Types of hashicorp/aws other than these need that provider beside this one.',
  );
}

/** Bytes from the host that can't be read as the schema says. */
export function unreadableConfig(problem: string, path: AttributePath): Diagnostic {
  return failure(
    'Unreadable Configuration Value',
    `The host program sent a value that can't be read: ${problem}. This is a defect of the host program or of ` +
      `the provider. ${reportIt}`,
    path.length > 0 ? path : undefined,
  );
}

/** Something threw that never should. Neither its message nor its stack: either could hold a value. */
export function providerDefect(operation: string, errorName: string): Diagnostic {
  return failure(
    'Provider Defect',
    `${operation} failed in a way that the provider did not foresee (${errorName}). This is a defect of the ` +
      `provider, not of your configuration. ${reportIt}`,
  );
}

function failure(summary: string, detail: string, path?: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, ...(path ? { path } : {}) };
}
