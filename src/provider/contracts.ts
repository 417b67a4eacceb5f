import type { Schema } from './schema.ts';
import type { AttributePath, Value } from './value.ts';

/** What a person is told about a request. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Title Case, no full stop. */
  readonly summary: string;
  /** What happened, why, what to do. */
  readonly detail: string;
  /** Where in the configuration; absent for the whole block. */
  readonly path?: AttributePath;
}

/** Why something can't be done yet; the host tries again when it knows more. */
export type DeferralReason = 'resource-config-unknown' | 'provider-config-unknown';

export interface OpenRequest {
  readonly config: Value;
  /** The host accepts `deferred` as an answer. */
  readonly deferralAllowed: boolean;
  /** Aborts when the host cancels the request or stops the provider. */
  readonly signal: AbortSignal;
}

/** Exactly one of `result` and `deferred`, unless a diagnostic is an error. */
export interface OpenResponse {
  readonly diagnostics: readonly Diagnostic[];
  /** A value for every attribute of the schema. */
  readonly result?: Value;
  /** Handed back by the host to Renew and Close; never a secret. */
  readonly private?: Uint8Array;
  readonly deferred?: DeferralReason;
}

/** One `ephemeral` block type. */
export interface EphemeralResource {
  readonly typeName: string;
  readonly schema: Schema;
  /** Checks what is known of the configuration; the provider may not be configured yet. */
  validate(config: Value): readonly Diagnostic[];
  open(request: OpenRequest): Promise<OpenResponse>;
  /** Absent where a result can be closed without a trace. */
  close?(privateData: Uint8Array | undefined): readonly Diagnostic[];
}

/** A provider, in plain types; knows nothing of the wire. */
export interface Provider {
  readonly schema: Schema;
  readonly ephemeralResources: readonly EphemeralResource[];
  validateConfig(config: Value): readonly Diagnostic[];
  /** Takes over the provider block; unknown values are no error before something needs them. */
  configure(config: Value): readonly Diagnostic[];
}
