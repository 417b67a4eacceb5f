import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import {
  type CommandResult,
  type CommandSpec,
  type RunningCommand,
  runCommand,
  startCommand,
} from './command.ts';
import type { TerraformHost } from './host.ts';
import { builtPlugin, cliConfig, fillPluginMirror, type MirroredPlugin } from './plugin-mirror.ts';
import { signalGroup } from './process-group.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface WorkspaceOptions {
  readonly host: TerraformHost;
  /** Contents by path below the configuration's directory. */
  readonly files: Readonly<Record<string, string>>;
  /** Added to the minimal environment; `undefined` takes a variable out of it. */
  readonly env?: Environment;
  /** By default our provider alone. */
  readonly plugins?: readonly MirroredPlugin[];
  /** Have every command log, to a file each. */
  readonly log?: LogLevel;
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'JSON';

export interface CommandOptions {
  /** Further arguments, after the helper's own. */
  readonly args?: readonly string[];
  /** Over the workspace's environment. */
  readonly env?: Environment;
  readonly log?: LogLevel;
  /** 2 minutes by default. */
  readonly timeoutMs?: number;
}

/** A directory with a configuration, and a host to run on it, apart from everything else on this machine. */
export interface Workspace {
  /** Parent of all that follows: `rm` of it leaves no trace. */
  readonly root: string;
  /** Where the configuration, state and plans are. */
  readonly directory: string;
  /** `TMPDIR` of the host and its plugins. */
  readonly temporaryDirectory: string;
  /** The environment of its commands, to start other programs with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Adds or replaces files of the configuration. */
  write(files: Readonly<Record<string, string>>): void;
  /** What lies in `temporaryDirectory`: sockets of plugins, and whatever else was forgotten. */
  temporaryFiles(): readonly string[];
  /** `<host> init`; the commands below want it first. None of the helpers minds a failing exit code. */
  init(options?: CommandOptions): Promise<CommandResult>;
  validate(options?: CommandOptions): Promise<CommandResult>;
  plan(options?: CommandOptions): Promise<CommandResult>;
  /** Applies without asking; a saved plan is named last in `args`. */
  apply(options?: CommandOptions): Promise<CommandResult>;
  destroy(options?: CommandOptions): Promise<CommandResult>;
  test(options?: CommandOptions): Promise<CommandResult>;
  show(options?: CommandOptions): Promise<CommandResult>;
  /**
   * Any other command.
   *
   * @throws Error when it takes too long or leaves a process behind
   */
  run(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** As `run`, for commands to interfere with. */
  start(args: readonly string[], options?: CommandOptions): RunningCommand;
  /** Kills what still runs and removes everything. */
  remove(): void;
}

/** Makes a workspace below the system's directory for temporary files. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-tf-')));
  const place = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const directory = place('configuration');
  const temporaryDirectory = place('tmp');
  const logs = place('logs');
  const mirror = place('mirror');
  fillPluginMirror(mirror, options.plugins ?? [builtPlugin()]);
  const cliConfigFile = join(root, 'cli-config.tfrc');
  writeFileSync(cliConfigFile, cliConfig(mirror));
  const base = minimalEnvironment({ home: place('home'), temporaryDirectory, cliConfigFile });
  const groups: number[] = [];
  let commands = 0;

  const write = (files: WorkspaceOptions['files']) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
  };
  const specOf = (args: readonly string[], own: CommandOptions = {}): CommandSpec => {
    commands += 1;
    const level = own.log ?? options.log;
    const logPath = join(logs, `${commands}-${args[0]}.log`);
    const log = level === undefined ? {} : { TF_LOG: level, TF_LOG_PATH: logPath };
    return {
      executable: options.host.path,
      name: options.host.name,
      args: [...args, ...(own.args ?? [])],
      cwd: directory,
      env: withoutUndefined({ ...base, ...options.env, ...log, ...own.env }),
      timeoutMs: own.timeoutMs ?? 120_000,
      ...(level === undefined ? {} : { logPath }),
    };
  };
  const run: Workspace['run'] = (args, own) => runCommand(specOf(args, own));
  const helper =
    (...args: string[]) =>
    (own?: CommandOptions) =>
      run(args, own);

  write(options.files);
  return {
    root,
    directory,
    temporaryDirectory,
    environment: withoutUndefined({ ...base, ...options.env }),
    write,
    temporaryFiles: () => readdirSync(temporaryDirectory, { recursive: true, encoding: 'utf8' }),
    init: helper('init', '-no-color', '-input=false'),
    validate: helper('validate', '-no-color'),
    plan: helper('plan', '-no-color', '-input=false'),
    apply: helper('apply', '-no-color', '-input=false', '-auto-approve'),
    destroy: helper('destroy', '-no-color', '-input=false', '-auto-approve'),
    test: helper('test', '-no-color'),
    show: helper('show', '-no-color'),
    run,
    start(args, own) {
      const command = startCommand(specOf(args, own));
      groups.push(command.group);
      return command;
    },
    remove() {
      for (const group of groups) signalGroup(group, 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface Places {
  readonly home: string;
  readonly temporaryDirectory: string;
  readonly cliConfigFile: string;
}

/** All that hosts and plugins need; above all, nothing of AWS's from the person who runs the tests. */
function minimalEnvironment(places: Places): Environment {
  return {
    // The plugin's first line asks `env` for `node`: that must be ours.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: places.home,
    TMPDIR: places.temporaryDirectory,
    TF_CLI_CONFIG_FILE: places.cliConfigFile,
    CHECKPOINT_DISABLE: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function withoutUndefined(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
