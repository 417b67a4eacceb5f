import {
  CloseEphemeralResource_Request,
  CloseEphemeralResource_Response,
  OpenEphemeralResource_Request,
  OpenEphemeralResource_Response,
  RenewEphemeralResource_Request,
  RenewEphemeralResource_Response,
  ValidateEphemeralResourceConfig_Request,
  ValidateEphemeralResourceConfig_Response,
} from '../generated/tfplugin6/ephemeral_resource.ts';
import { Deferred_Reason } from '../generated/tfplugin6/value.ts';
import type { Diagnostic, EphemeralResource, OpenResponse, Provider } from '../provider/contracts.ts';
import { typeNotOffered } from '../provider/diagnostics.ts';
import { typeOfBlock } from '../provider/schema.ts';
import { decodeDynamicValue, encodeDynamicValue } from './dynamic-value.ts';
import { type Plain, type TerraformRpc, terraformRpc } from './terraform-rpc.ts';

const deferralReasons = {
  'resource-config-unknown': Deferred_Reason.RESOURCE_CONFIG_UNKNOWN,
  'provider-config-unknown': Deferred_Reason.PROVIDER_CONFIG_UNKNOWN,
} as const;

/** The life of ephemeral resources: Validate, Open, Renew, Close. */
export function ephemeralRpcs(provider: Provider): TerraformRpc[] {
  const offered = new Map(provider.ephemeralResources.map((resource) => [resource.typeName, resource]));
  const find = (typeName: string): EphemeralResource | Diagnostic =>
    offered.get(typeName) ?? typeNotOffered('Ephemeral Resource', typeName, [...offered.keys()]);

  return [
    terraformRpc('ValidateEphemeralResourceConfig', {
      request: ValidateEphemeralResourceConfig_Request,
      response: ValidateEphemeralResourceConfig_Response,
      empty: {},
      handle: ({ typeName, config }) => {
        const resource = find(typeName);
        if (isDiagnostic(resource)) return { diagnostics: [resource] };
        return {
          diagnostics: resource.validate(decodeDynamicValue(config, typeOfBlock(resource.schema.block))),
        };
      },
    }),
    terraformRpc('OpenEphemeralResource', {
      request: OpenEphemeralResource_Request,
      response: OpenEphemeralResource_Response,
      empty: {},
      handle: async ({ typeName, config, clientCapabilities }, { signal }) => {
        const resource = find(typeName);
        if (isDiagnostic(resource)) return { diagnostics: [resource] };
        const opened = await resource.open({
          config: decodeDynamicValue(config, typeOfBlock(resource.schema.block)),
          deferralAllowed: clientCapabilities?.deferralAllowed ?? false,
          signal,
        });
        return openResponse(opened, resource);
      },
    }),
    terraformRpc('RenewEphemeralResource', {
      request: RenewEphemeralResource_Request,
      response: RenewEphemeralResource_Response,
      empty: {},
      handle: (request) => {
        const resource = find(request.typeName);
        if (isDiagnostic(resource)) return { diagnostics: [resource] };
        // A renewal can't replace the values, so there is nothing to renew. No `renewAt`: don't ask again.
        return { diagnostics: [], private: request.private };
      },
    }),
    terraformRpc('CloseEphemeralResource', {
      request: CloseEphemeralResource_Request,
      response: CloseEphemeralResource_Response,
      empty: {},
      handle: (request) => {
        const resource = find(request.typeName);
        if (isDiagnostic(resource)) return { diagnostics: [resource] };
        return { diagnostics: resource.close?.(request.private) ?? [] };
      },
    }),
  ];
}

function openResponse(
  opened: OpenResponse,
  resource: EphemeralResource,
): Plain<OpenEphemeralResource_Response> {
  return {
    diagnostics: opened.diagnostics,
    result: opened.result && encodeDynamicValue(opened.result, typeOfBlock(resource.schema.block)),
    private: opened.private && Buffer.from(opened.private),
    deferred: opened.deferred && { reason: deferralReasons[opened.deferred] },
  };
}

function isDiagnostic(found: EphemeralResource | Diagnostic): found is Diagnostic {
  return 'severity' in found;
}
