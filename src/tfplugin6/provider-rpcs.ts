import { GetFunctions_Request, GetFunctions_Response } from '../generated/tfplugin6/function.ts';
import {
  ConfigureProvider_Request,
  ConfigureProvider_Response,
  GetMetadata_Request,
  GetMetadata_Response,
  GetProviderSchema_Request,
  GetProviderSchema_Response,
  GetResourceIdentitySchemas_Request,
  GetResourceIdentitySchemas_Response,
  ValidateProviderConfig_Request,
  ValidateProviderConfig_Response,
} from '../generated/tfplugin6/provider.ts';
import type { ServerCapabilities } from '../generated/tfplugin6/value.ts';
import type { Provider } from '../provider/contracts.ts';
import { typeOfBlock } from '../provider/schema.ts';
import { decodeDynamicValue } from './dynamic-value.ts';
import { schemaMessage } from './schema-message.ts';
import { type TerraformRpc, terraformRpc } from './terraform-rpc.ts';

const serverCapabilities: ServerCapabilities = {
  planDestroy: false,
  // The host may cache our schema: nothing depends on its having asked for it.
  getProviderSchemaOptional: true,
  moveResourceState: false,
  generateResourceConfig: false,
};

/** What the host asks of the provider as a whole. */
export function providerRpcs(provider: Provider): TerraformRpc[] {
  const configType = typeOfBlock(provider.schema.block);
  return [
    terraformRpc('GetMetadata', {
      request: GetMetadata_Request,
      response: GetMetadata_Response,
      empty: noMetadata,
      handle: () => ({
        ...noMetadata,
        diagnostics: [],
        ephemeralResources: provider.ephemeralResources.map(({ typeName }) => ({ typeName })),
      }),
    }),
    terraformRpc('GetProviderSchema', {
      request: GetProviderSchema_Request,
      response: GetProviderSchema_Response,
      empty: noSchemas,
      handle: () => ({
        ...noSchemas,
        diagnostics: [],
        provider: schemaMessage(provider.schema),
        ephemeralResourceSchemas: Object.fromEntries(
          provider.ephemeralResources.map(({ typeName, schema }) => [typeName, schemaMessage(schema)]),
        ),
      }),
    }),
    terraformRpc('GetResourceIdentitySchemas', {
      request: GetResourceIdentitySchemas_Request,
      response: GetResourceIdentitySchemas_Response,
      empty: { identitySchemas: {} },
      handle: () => ({ diagnostics: [], identitySchemas: {} }),
    }),
    terraformRpc('GetFunctions', {
      request: GetFunctions_Request,
      response: GetFunctions_Response,
      empty: { functions: {} },
      handle: () => ({ diagnostics: [], functions: {} }),
    }),
    terraformRpc('ValidateProviderConfig', {
      request: ValidateProviderConfig_Request,
      response: ValidateProviderConfig_Response,
      empty: {},
      handle: ({ config }) => ({
        diagnostics: provider.validateConfig(decodeDynamicValue(config, configType)),
      }),
    }),
    terraformRpc('ConfigureProvider', {
      request: ConfigureProvider_Request,
      response: ConfigureProvider_Response,
      empty: {},
      handle: ({ config }) => ({ diagnostics: provider.configure(decodeDynamicValue(config, configType)) }),
    }),
  ];
}

const noMetadata = {
  serverCapabilities,
  dataSources: [],
  resources: [],
  functions: [],
  ephemeralResources: [],
  listResources: [],
  stateStores: [],
  actions: [],
};

const noSchemas = {
  serverCapabilities,
  resourceSchemas: {},
  dataSourceSchemas: {},
  functions: {},
  ephemeralResourceSchemas: {},
  listResourceSchemas: {},
  stateStoreSchemas: {},
  actionSchemas: {},
};
