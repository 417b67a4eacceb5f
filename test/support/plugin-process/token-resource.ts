import { type CtyValue, msgpackValue } from './cty-value.ts';
import type { PluginClient, UnaryCall } from './plugin-client.ts';
import type { Diagnostic, TerraformResponses, WithDiagnostics } from './terraform-messages.ts';

/** The ephemeral resource under test. */
export const tokenType = 'aws_ecr_authorization_token';

/** A configuration as Terraform sends it: every attribute, null where the user wrote none. */
export function tokenConfig(attributes: { readonly region?: CtyValue } = {}) {
  return msgpackValue({
    authorization_token: null,
    expires_at: null,
    password: null,
    proxy_endpoint: null,
    region: null,
    user_name: null,
    ...attributes,
  });
}

export interface OpenOptions {
  readonly region?: CtyValue;
  readonly deferralAllowed?: boolean;
}

/** Opens a token. */
export function openToken(
  client: PluginClient,
  options: OpenOptions = {},
): UnaryCall<TerraformResponses['OpenEphemeralResource']> {
  return client.startTerraform('OpenEphemeralResource', {
    type_name: tokenType,
    config: tokenConfig(options.region === undefined ? {} : { region: options.region }),
    client_capabilities: { deferral_allowed: options.deferralAllowed ?? false },
  });
}

/** Severity and summary of each, and the path where there is one: `ERROR Invalid AWS Region at region`. */
export function told({ diagnostics }: WithDiagnostics): string[] {
  return diagnostics.map(
    (diagnostic) => `${diagnostic.severity} ${diagnostic.summary}${pathText(diagnostic)}`,
  );
}

function pathText({ attribute }: Diagnostic): string {
  if (!attribute) return '';
  return ` at ${attribute.steps.map((step) => step[step.selector]).join('.')}`;
}
