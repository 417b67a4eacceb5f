import { parseArgs } from 'node:util';
import { type ReleasePlatform, releasePlatforms } from './release-platforms.ts';

/** What `npm run package` is asked to do. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly problem: string }
  | {
      readonly kind: 'package';
      readonly platforms: readonly ReleasePlatform[];
      /** The key to sign with, in a form that gpg finds it by. */
      readonly signingKey?: string;
    };

/** For `--help`, and for whoever mistyped. */
export const usage = `Usage: npm run package -- [--platform OS_ARCH]... [--sign KEY]

Makes the files of a release in dist/release, which is emptied first.

  --platform OS_ARCH  only for this platform; may be repeated. One of:
                      ${releasePlatforms.map(({ name }) => name).join(', ')}
  --sign KEY          sign the checksums with this GPG key (an id or fingerprint); needs a commit without changes
  --help              show this

GPG_FINGERPRINT in the environment is as good as --sign. SOURCE_DATE_EPOCH (seconds) takes the place of the commit's date.
`;

/** Reads arguments and environment. */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
  if (options.help) return { kind: 'help' };
  if (options.sign === '') return unusable('--sign needs the id of a key');
  const wanted = options.platform ?? releasePlatforms.map(({ name }) => name);
  const unknown = wanted.find((name) => !releasePlatforms.some((platform) => platform.name === name));
  if (unknown !== undefined) return unusable(`there is no platform ${JSON.stringify(unknown)}`);
  const signingKey = options.sign ?? env.GPG_FINGERPRINT;
  return {
    kind: 'package',
    platforms: releasePlatforms.filter(({ name }) => wanted.includes(name)),
    ...(signingKey && { signingKey }),
  };
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      platform: { type: 'string', multiple: true },
      sign: { type: 'string' },
    },
  });
  return values;
}

function unusable(problem: string): Command {
  return { kind: 'unusable', problem };
}
