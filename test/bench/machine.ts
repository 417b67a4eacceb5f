import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { weightyVariables } from './environments.ts';
import type { Bench } from './figure.ts';

/** What the figures depend on. Nothing that says whose machine it is. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Version of the runtime in the native build. */
  readonly bun: string;
  /** Commit that the native build is of. */
  readonly commit: string;
  /** Name and version. */
  readonly host: string | undefined;
  readonly aws: string | undefined;
  /** Set in the shell, and a matter for start-up. */
  readonly variables: readonly string[];
}

/** Asks the machine and the programs. */
export function describeMachine({ executables, host, aws }: Bench): Machine {
  const about = execFileSync(executables.native, ['--version'], { encoding: 'utf8' });
  const [, commit = 'unknown', bun = 'unknown'] = /\(commit (\S+), Bun ([^)]+)\)/.exec(about) ?? [];
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    system: type() === 'Darwin' ? 'macOS' : type(),
    node: process.versions.node,
    bun,
    commit,
    host: host && `${host.name === 'tofu' ? 'OpenTofu' : 'Terraform'} ${host.version}`,
    aws: aws && awsVersion(aws),
    variables: weightyVariables(process.env),
  };
}

/** In one line for the documentation: `2 cores, Linux, Node 20.20, Bun 1.4.5, Terraform 1.11.4`. */
export function machineLine(machine: Machine): string {
  const node = machine.node.split('.').slice(0, 2).join('.');
  const cores = machine.cores === 1 ? '1 core' : `${machine.cores} cores`;
  const aws = machine.aws && `AWS CLI ${machine.aws}`;
  return [cores, machine.system, `Node ${node}`, `Bun ${machine.bun}`, machine.host, aws]
    .filter(Boolean)
    .join(', ');
}

/** What stands out in the shell's environment, as a sentence. */
export function shellLine({ variables }: Pick<Machine, 'variables'>): string {
  if (variables.length === 0) return "The shell's environment has nothing that slows Node.js down.";
  return `The shell's environment has ${variables.map((name) => `\`${name}\``).join(', ')}.`;
}

function awsVersion(path: string): string {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return /aws-cli\/(\S+)/.exec(stdout)?.[1] ?? 'of unknown version';
}
