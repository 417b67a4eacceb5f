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
import { Deferred_Reason, type DynamicValue } from '../generated/tfplugin6/value.ts';
import type { EphemeralResource, OpenResponse, Provider } from '../provider/contracts.ts';
import { typeNotOffered } from '../provider/diagnostics.ts';
import { typeOfBlock } from '../provider/schema.ts';
import type { Value, ValueType } from '../provider/value.ts';
import { decodeDynamicValue, encodeDynamicValue } from './dynamic-value.ts';
import { type Plain, type TerraformRpc, terraformRpc } from './terraform-rpc.ts';

const deferralReasons = {
  'resource-config-unknown': Deferred_Reason.RESOURCE_CONFIG_UNKNOWN,
  'provider-config-unknown': Deferred_Reason.PROVIDER_CONFIG_UNKNOWN,
} as const;

/** An ephemeral resource with the type of its configuration and result. */
interface Offer {
  readonly resource: EphemeralResource;
  readonly type: ValueType;
}

/** The life of ephemeral resources: Validate, Open, Renew, Close. */
export function ephemeralRpcs(provider: Provider): TerraformRpc[] {
  const offers = new Map<string, Offer>(
    provider.ephemeralResources.map((resource) => [
      resource.typeName,
      { resource, type: typeOfBlock(resource.schema.block) },
    ]),
  );
  /** A resource may answer many opens with one result. */
  const encodedResults = new WeakMap<Value, DynamicValue>();
  const encodeResult = (result: Value, type: ValueType) => {
    const known = encodedResults.get(result);
    if (known) return known;
    const encoded = encodeDynamicValue(result, type);
    // A copy: the bytes may be a part of the encoder's larger buffer.
    const kept = { ...encoded, msgpack: Buffer.from(encoded.msgpack) };
    encodedResults.set(result, kept);
    return kept;
  };
  /** Answers for the named resource, or says that there is none of that name. */
  const withOffer = <Answer>(typeName: string, answer: (offer: Offer) => Answer) => {
    const offer = offers.get(typeName);
    if (offer) return answer(offer);
    return { diagnostics: [typeNotOffered('Ephemeral Resource', typeName, [...offers.keys()])] };
  };

  return [
    terraformRpc('ValidateEphemeralResourceConfig', {
      request: ValidateEphemeralResourceConfig_Request,
      response: ValidateEphemeralResourceConfig_Response,
      empty: {},
      handle: ({ typeName, config }) =>
        withOffer(typeName, ({ resource, type }) => ({
          diagnostics: resource.validate(decodeDynamicValue(config, type)),
        })),
    }),
    terraformRpc('OpenEphemeralResource', {
      request: OpenEphemeralResource_Request,
      response: OpenEphemeralResource_Response,
      empty: {},
      handle: async ({ typeName, config, clientCapabilities }, { signal }) =>
        await withOffer(typeName, async ({ resource, type }) => {
          const deferralAllowed = clientCapabilities?.deferralAllowed ?? false;
          const request = { config: decodeDynamicValue(config, type), deferralAllowed, signal };
          const opened = await resource.open(request);
          return openResponse(opened, opened.result && encodeResult(opened.result, type));
        }),
    }),
    terraformRpc('RenewEphemeralResource', {
      request: RenewEphemeralResource_Request,
      response: RenewEphemeralResource_Response,
      empty: {},
      handle: (request) =>
        // A renewal can't replace the values, so there is nothing to renew. No `renewAt`: don't ask again.
        withOffer(request.typeName, () => ({ diagnostics: [], private: request.private })),
    }),
    terraformRpc('CloseEphemeralResource', {
      request: CloseEphemeralResource_Request,
      response: CloseEphemeralResource_Response,
      empty: {},
      handle: (request) =>
        withOffer(request.typeName, ({ resource }) => ({
          diagnostics: resource.close?.(request.private) ?? [],
        })),
    }),
  ];
}

function openResponse(
  opened: OpenResponse,
  result: DynamicValue | undefined,
): Plain<OpenEphemeralResource_Response> {
  return {
    diagnostics: opened.diagnostics,
    result,
    private: opened.private && Buffer.from(opened.private),
    deferred: opened.deferred && { reason: deferralReasons[opened.deferred] },
  };
}
