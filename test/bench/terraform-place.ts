import { version } from '../../src/version.ts';
import type { TestScope } from '../support/plugin-process/test-scope.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import type { TerraformHost } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { createWorkspace, type Workspace } from '../support/terraform/workspace.ts';
import type { EcrSide } from './ecr-side.ts';

export interface PlaceOptions {
  readonly host: TerraformHost;
  readonly configuration: string;
  /** Absent where the configuration asks for no provider. */
  readonly executable?: string;
  readonly ecr: EcrSide;
}

/** Makes a directory with a configuration, initialised. It is gone at the end of the scope. */
export async function makePlace(scope: TestScope, options: PlaceOptions): Promise<Workspace> {
  const { executable } = options;
  const workspace = createWorkspace({
    host: options.host,
    files: { 'main.tf': options.configuration },
    env: options.ecr.environment,
    plugins: executable === undefined ? [] : [{ source: providerSource, version, executable }],
  });
  scope.after(() => workspace.remove());
  mustSucceed(await workspace.init());
  return workspace;
}

/** The command with the fixed arguments of `Workspace`, as a whole process. */
export type TimedCommand = 'plan' | 'apply';

/**
 * Runs it once.
 *
 * @returns milliseconds from its start to its end
 * @throws Error when it fails
 */
export async function timeCommand(
  workspace: Workspace,
  command: TimedCommand,
  args: readonly string[] = [],
): Promise<number> {
  return mustSucceed(await workspace[command]({ args })).durationMs;
}
