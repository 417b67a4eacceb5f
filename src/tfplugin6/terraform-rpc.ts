import type { Diagnostic as DiagnosticMessage } from '../generated/tfplugin6/value.ts';
import { Diagnostic_Severity as Severity } from '../generated/tfplugin6/value.ts';
import type { MessageCodec } from '../grpc/method-definition.ts';
import type { RpcContext, UnaryRpc } from '../grpc/unary-handler.ts';
import type { Diagnostic } from '../provider/contracts.ts';
import { providerDefect, unreadableConfig } from '../provider/diagnostics.ts';
import { diagnosticMessages } from './diagnostic-message.ts';
import { ValueError } from './value-error.ts';

/** A response of the protocol; nearly each has room for diagnostics. */
interface WithDiagnostics {
  readonly diagnostics: readonly DiagnosticMessage[];
}

/** An RPC of the service by its method name, with its types hidden. */
export interface TerraformRpc {
  readonly method: string;
  readonly rpc: UnaryRpc<unknown, unknown>;
}

/** What one RPC does with a decoded request. `diagnostics` of its answer are plain ones. */
export interface TerraformRpcOptions<Request, Response extends WithDiagnostics> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  readonly handle: (request: Request, context: RpcContext) => Promise<Plain<Response>> | Plain<Response>;
  /** The answer without its diagnostics, for when there is nothing else to say. */
  readonly empty: Omit<Response, 'diagnostics'>;
}

/** A response whose diagnostics are still in plain form. */
export type Plain<Response> = Omit<Response, 'diagnostics'> & { readonly diagnostics: readonly Diagnostic[] };

/** Makes an RPC that answers with a diagnostic whatever happens. */
export function terraformRpc<Request, Response extends WithDiagnostics>(
  method: string,
  options: TerraformRpcOptions<Request, Response>,
): TerraformRpc {
  const toMessage = (plain: Plain<Response>) =>
    ({ ...plain, diagnostics: diagnosticMessages(plain.diagnostics) }) as unknown as Response;
  const rpc: UnaryRpc<Request, Response> = {
    request: readable(options.request),
    response: options.response,
    handle: async (request, context) => toMessage(await options.handle(request, context)),
    failed: (error) =>
      toMessage({ ...options.empty, diagnostics: [unforeseen(method, error)] } as Plain<Response>),
    summarize: ({ diagnostics }) => ({
      errors: diagnostics.filter(({ severity }) => severity === Severity.ERROR).length,
      warnings: diagnostics.filter(({ severity }) => severity === Severity.WARNING).length,
    }),
  };
  return { method, rpc: rpc as UnaryRpc<unknown, unknown> };
}

/** Bytes that are no message are a defect of the host, not of ours: they must not look like one. */
function readable<Message>(codec: MessageCodec<Message>): MessageCodec<Message> {
  return {
    ...codec,
    decode(bytes) {
      try {
        return codec.decode(bytes);
      } catch {
        throw new ValueError('it is not a message of the plugin protocol');
      }
    },
  };
}

function unforeseen(method: string, error: unknown): Diagnostic {
  if (error instanceof ValueError) return unreadableConfig(error.message, error.path);
  return providerDefect(method, error instanceof Error ? error.name : typeof error);
}
