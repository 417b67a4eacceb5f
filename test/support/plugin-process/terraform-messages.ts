// The messages of `tfplugin6` as proto-loader gives them, as far as the tests look into them.
import type { Message } from './protocol-definitions.ts';

/** A step of a path; `selector` names the one field that is set. */
export interface PathStep {
  readonly selector: 'attribute_name' | 'element_key_string' | 'element_key_int';
  readonly attribute_name?: string;
  readonly element_key_string?: string;
  readonly element_key_int?: string;
}

export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING' | 'INVALID';
  readonly summary: string;
  readonly detail: string;
  readonly attribute: { readonly steps: readonly PathStep[] } | null;
}

export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

export interface WithDiagnostics {
  readonly diagnostics: readonly Diagnostic[];
}

export interface SchemaAttribute {
  readonly name: string;
  readonly type: Buffer;
  readonly description: string;
  readonly description_kind: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
}

export interface SchemaBlock {
  readonly description: string;
  readonly description_kind: string;
  readonly attributes: readonly SchemaAttribute[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly nesting: string;
    readonly block: SchemaBlock;
  }[];
}

export interface SchemaMessage {
  readonly version: string;
  readonly block: SchemaBlock;
}

interface OpenResponse extends WithDiagnostics {
  readonly result: { readonly msgpack: Buffer; readonly json: Buffer } | null;
  /** Absent when the plugin did not send it. */
  readonly renew_at?: unknown;
  readonly private?: Buffer;
  readonly deferred: { readonly reason: string } | null;
}

interface RenewResponse extends WithDiagnostics {
  readonly renew_at?: unknown;
  readonly private?: Buffer;
}

interface ProviderSchemaResponse extends WithDiagnostics {
  readonly server_capabilities: Message;
  readonly provider: SchemaMessage;
  readonly provider_meta: unknown;
  readonly ephemeral_resource_schemas: Readonly<Record<string, SchemaMessage>>;
}

/** Answers by method of `tfplugin6.Provider`. */
export interface TerraformResponses {
  readonly GetMetadata: WithDiagnostics & Message;
  readonly GetProviderSchema: ProviderSchemaResponse & Message;
  readonly GetResourceIdentitySchemas: WithDiagnostics & { readonly identity_schemas: Message };
  readonly GetFunctions: WithDiagnostics & { readonly functions: Message };
  readonly ValidateProviderConfig: WithDiagnostics;
  readonly ConfigureProvider: WithDiagnostics;
  readonly ValidateEphemeralResourceConfig: WithDiagnostics;
  readonly OpenEphemeralResource: OpenResponse;
  readonly RenewEphemeralResource: RenewResponse;
  readonly CloseEphemeralResource: WithDiagnostics;
  readonly StopProvider: { readonly Error: string };
}

interface Configuration {
  readonly config?: DynamicValue | undefined;
  readonly client_capabilities?: { readonly deferral_allowed: boolean };
}

interface Instance {
  readonly type_name: string;
  readonly private?: Uint8Array | undefined;
}

/** Requests by method of `tfplugin6.Provider`. */
export interface TerraformRequests {
  readonly GetMetadata: Record<string, never>;
  readonly GetProviderSchema: Record<string, never>;
  readonly GetResourceIdentitySchemas: Record<string, never>;
  readonly GetFunctions: Record<string, never>;
  readonly ValidateProviderConfig: Configuration;
  readonly ConfigureProvider: Configuration & { readonly terraform_version?: string };
  readonly ValidateEphemeralResourceConfig: Configuration & { readonly type_name: string };
  readonly OpenEphemeralResource: Configuration & { readonly type_name: string };
  readonly RenewEphemeralResource: Instance;
  readonly CloseEphemeralResource: Instance;
  readonly StopProvider: Record<string, never>;
}
