import assert from 'node:assert/strict';
import { type CommandResult, mustSucceed, runCommand } from '../support/terraform/command.ts';
import { requireTerraform } from '../support/terraform/host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { createWorkspace, type Workspace } from '../support/terraform/workspace.ts';
import { codeBlocks, repository } from './markdown.ts';

/** The commands of the README's section on installing, by what they are for. */
export function installCommands() {
  const blocks = codeBlocks('README.md', 'sh').filter(({ section }) => section === 'Install');
  assert.equal(blocks.length, 5, 'a block that no test runs');
  const only = (mark: RegExp) => {
    const [found, ...others] = blocks.filter(({ code }) => mark.test(code));
    assert.ok(found && others.length === 0, `one block with ${mark}`);
    return found.code;
  };
  return {
    fromSource: only(/^npm ci && npm run install:local$/m),
    bundle: only(/--executable dist\//),
    zips: only(/dist\/release\//),
    allowOtherBuild: only(/providers lock/),
    uninstall: only(/uninstall:local/),
  };
}

const main = `terraform {
  required_providers {
    aws = {
      source = "${providerSource}"
    }
  }
}
`;

/** Lets `work` be somebody without any CLI configuration, who types what the README says. */
export async function withReader(work: (reader: Reader) => Promise<void>): Promise<void> {
  const [host] = requireTerraform().hosts;
  assert.ok(host);
  const workspace = createWorkspace({
    host,
    files: { 'main.tf': main },
    plugins: [],
    env: { TF_CLI_CONFIG_FILE: undefined, npm_config_update_notifier: 'false' },
  });
  const typeIn = async (script: string, cwd = repository) => {
    const spec = { executable: 'bash', name: 'bash', args: ['-euc', script], cwd, timeoutMs: 120_000 };
    return mustSucceed(await runCommand({ ...spec, env: workspace.environment }));
  };
  try {
    await work({ workspace, typeIn });
  } finally {
    workspace.remove();
  }
}

export interface Reader {
  readonly workspace: Workspace;
  /** Runs a script, by default in the repository; it must not fail. */
  readonly typeIn: (script: string, cwd?: string) => Promise<CommandResult>;
}
