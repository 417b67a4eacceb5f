import { sourceCommit } from '../source-commit.ts';
import { type Command, parseCommandLine, usage } from './command-line.ts';
import { makeRelease, releaseFolder } from './make-release.ts';
import { ReleaseError } from './release-error.ts';
import { checkSigning } from './sign-checksums.ts';
import { sourceDate } from './source-date.ts';

const command = parseCommandLine(process.argv.slice(2), process.env);
if (command.kind === 'help') {
  console.log(usage);
} else if (command.kind === 'unusable') {
  console.error(`${command.problem}\n\n${usage}`);
  process.exitCode = 2;
} else {
  try {
    await packageAll(command);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function packageAll({ platforms, signingKey }: Command & { kind: 'package' }): Promise<void> {
  const commit = sourceCommit();
  if (signingKey !== undefined) checkSigning(signingKey, commit);
  const date = sourceDate(process.env);
  console.log(`Making the archives for ${platforms.map(({ name }) => name).join(', ')} ...`);
  const files = await makeRelease({
    platforms,
    commit,
    date,
    ...(signingKey !== undefined && { signingKey }),
  });
  console.log(`Made from commit ${commit}, in ${releaseFolder}:`);
  for (const { name, bytes, sha256 } of files)
    console.log(`${sha256} ${String(bytes).padStart(11)} bytes  ${name}`);
  if (signingKey === undefined) console.log('They are not signed.');
}
