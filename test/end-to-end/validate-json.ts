import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../support/terraform/workspace.ts';

/** A diagnostic of `validate -json`, as far as tests look at it. */
export interface JsonDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** What the range in the source file covers, with file and first line. */
  readonly source: { readonly file: string; readonly line: number; readonly text: string } | undefined;
}

/**
 * Runs `validate -json` and resolves each diagnostic's range to the text of the configuration that it points at.
 */
export async function validateJson(workspace: Workspace): Promise<readonly JsonDiagnostic[]> {
  const { stdout } = await workspace.validate({ args: ['-json'] });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly RawDiagnostic[] };
  return diagnostics.map(({ severity, summary, detail = '', range }) => ({
    severity,
    summary,
    detail,
    source: range && {
      file: range.filename,
      line: range.start.line,
      text: readFileSync(join(workspace.directory, range.filename))
        .subarray(range.start.byte, range.end.byte)
        .toString(),
    },
  }));
}

interface RawDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly range?: {
    readonly filename: string;
    readonly start: { readonly line: number; readonly byte: number };
    readonly end: { readonly byte: number };
  };
}
