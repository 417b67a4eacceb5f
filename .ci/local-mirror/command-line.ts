import { parseArgs } from 'node:util';

/** What a command line asks for. */
export type Command =
  /** `executable`: path of the build to install; this machine's native build where none is named. */
  | { readonly kind: 'install'; readonly executable: string | undefined }
  | { readonly kind: 'uninstall' }
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly problem: string };

/** @param args - `install` or `uninstall`, then the options */
export function parseCommandLine(args: readonly string[]): Command {
  const [verb, ...rest] = args;
  try {
    if (verb === 'install') return parseInstall(rest);
    if (verb === 'uninstall') return parseUninstall(rest);
  } catch (error) {
    return { kind: 'unusable', problem: error instanceof Error ? error.message : String(error) };
  }
  if (verb === '--help' || verb === '-h') return { kind: 'help' };
  return { kind: 'unusable', problem: verb === undefined ? 'install or uninstall?' : `unknown "${verb}"` };
}

const help = { type: 'boolean', short: 'h' } as const;

function parseInstall(args: string[]): Command {
  const { values } = parseArgs({ args, options: { help, executable: { type: 'string' } } });
  if (values.help) return { kind: 'help' };
  if (values.executable === '') return { kind: 'unusable', problem: '--executable needs a file' };
  return { kind: 'install', executable: values.executable };
}

function parseUninstall(args: string[]): Command {
  const { values } = parseArgs({ args, options: { help } });
  return values.help ? { kind: 'help' } : { kind: 'uninstall' };
}

export const usage = `Usage:
  npm run install:local [-- --executable FILE]
      Compile the provider for this machine and put it where "terraform init" and "tofu init" look without any
      configuration. With --executable, put FILE there, which is another build for this machine. (To leave out
      the compilation: npm run install:local --ignore-scripts -- --executable FILE)

  npm run uninstall:local
      Remove what was put there, all versions of it.
`;
