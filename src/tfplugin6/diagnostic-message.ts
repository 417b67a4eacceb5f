import {
  type AttributePath_Step,
  type Diagnostic as DiagnosticMessage,
  Diagnostic_Severity as Severity,
} from '../generated/tfplugin6/value.ts';
import type { Diagnostic } from '../provider/contracts.ts';
import type { PathStep } from '../provider/value.ts';

/** Diagnostics as the protocol carries them. */
export function diagnosticMessages(diagnostics: readonly Diagnostic[]): DiagnosticMessage[] {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === 'error' ? Severity.ERROR : Severity.WARNING,
    summary,
    detail,
    attribute: path && { steps: path.map(stepMessage) },
  }));
}

function stepMessage(step: PathStep): AttributePath_Step {
  if ('attribute' in step) return { selector: { $case: 'attributeName', attributeName: step.attribute } };
  if ('key' in step) return { selector: { $case: 'elementKeyString', elementKeyString: step.key } };
  return { selector: { $case: 'elementKeyInt', elementKeyInt: step.index } };
}
