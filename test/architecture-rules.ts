import { dirname, join, normalize } from 'node:path/posix';

/** A file of `src`, by its path from there. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import, as it stands in the file. */
export interface Import {
  /** For files of ours the path from `src`, else the name of the module. */
  readonly target: string;
  readonly kind: 'value' | 'type' | 'dynamic';
}

/** A layer by its folder, and what it may import beside itself. Later faces add a line. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'go-plugin': ['grpc', 'logger.ts', 'generated'],
  tfplugin6: ['provider', 'grpc', 'logger.ts', 'generated'],
  provider: ['token'],
  token: ['logger.ts', 'generated/partitions.ts'],
  grpc: ['logger.ts'],
  'logger.ts': [],
  'stray-stdout.ts': [],
  'version.ts': ['../package.json'],
  'command-line.ts': ['version.ts', 'go-plugin'],
  'create-service.ts': ['go-plugin', 'tfplugin6', 'provider', 'token', 'logger.ts'],
};

const wireModules = /^(@grpc\/|@bufbuild\/|protobufjs|msgpack-lite$|lossless-json$)/;
const wireLayers = ['go-plugin', 'tfplugin6', 'grpc', 'pulumi', 'generated'];
const awsModules = /^(@aws-sdk|@smithy)\//;
const awsClient = 'token/ecr-client.ts';
const processState = /\bprocess\s*\.\s*(argv|env|exit|stdout|stderr|stdin|on|kill|ppid)\b|\bconsole\s*\./;
const mostLines = 220;

/** What is wrong with a file; empty where nothing is. */
export function violationsOf(file: SourceFile): readonly string[] {
  if (file.path.startsWith('generated/')) return [];
  return [...importsOf(file).flatMap((one) => importViolations(file, one)), ...contentViolations(file)];
}

/** Every import and re-export of a file. Comments and type positions (`import('…').X`) count too: rather too much. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm,
  );
  const dynamic = text.matchAll(/\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g);
  const resolve = (name: string) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  return [
    ...Array.from(
      statements,
      ([, type, name = '']) => ({ target: resolve(name), kind: type ? 'type' : 'value' }) as const,
    ),
    ...Array.from(dynamic, ([, name = '']) => ({ target: resolve(name), kind: 'dynamic' }) as const),
  ];
}

function importViolations({ path }: SourceFile, { target, kind }: Import): string[] {
  const layer = path.split('/')[0] ?? '';
  const isOurs = target.endsWith('.ts') || target.endsWith('.json');
  const allowed = mayImport[layer];
  const rules: Readonly<Record<string, boolean>> = {
    'imports upwards or sideways':
      isOurs &&
      path !== 'main.ts' &&
      !allowed?.some((from) => isWithin(target, from)) &&
      !isWithin(target, layer),
    'imports main.ts': target === 'main.ts',
    'imports the AWS SDK': awsModules.test(target) && path !== awsClient,
    'imports the AWS client before it is needed': target === awsClient && kind === 'value',
    'imports a wire format': wireModules.test(target) && !wireLayers.includes(layer),
  };
  return Object.entries(rules).flatMap(([rule, broken]) => (broken ? [`${path} ${rule}: ${target}`] : []));
}

function contentViolations({ path, text }: SourceFile): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/`[^`]*`/g, '``');
  const lines = text.split('\n').length - 1;
  const rules: Readonly<Record<string, boolean>> = {
    'touches the process': path !== 'main.ts' && processState.test(code),
    [`has ${lines} lines`]: lines > mostLines,
    'has a name that says nothing': /(^|\/)(utils?|helpers?|common|misc|index)(\.ts|\/)/.test(path),
    'is not in kebab-case': !/^[a-z0-9/.-]+\.ts$/.test(path),
  };
  return Object.entries(rules).flatMap(([rule, broken]) => (broken ? [`${path} ${rule}`] : []));
}

function isWithin(target: string, place: string): boolean {
  return target === place || target.startsWith(`${place}/`);
}
