import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Command, parseCommandLine, usage } from '../../.ci/package/command-line.ts';
import { releasePlatforms } from '../../.ci/package/release-platforms.ts';
import { sourceDate } from '../../.ci/package/source-date.ts';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import { platformNames } from './release-archive.ts';

/** A command with its platforms by name. */
function summarize(command: Command) {
  return command.kind === 'package'
    ? { ...command, platforms: command.platforms.map(({ name }) => name) }
    : command;
}

const all = [...platformNames];
const cases = [
  { args: [], expected: { kind: 'package', platforms: all } },
  { args: ['--platform', 'linux_arm64'], expected: { kind: 'package', platforms: ['linux_arm64'] } },
  {
    args: ['--platform=windows_amd64', '--platform=linux_amd64', '--platform=linux_amd64'],
    expected: { kind: 'package', platforms: ['linux_amd64', 'windows_amd64'] },
  },
  { args: ['--sign', 'ABCD'], expected: { kind: 'package', platforms: all, signingKey: 'ABCD' } },
  { args: [], key: 'EF01', expected: { kind: 'package', platforms: all, signingKey: 'EF01' } },
  { args: [], key: '', expected: { kind: 'package', platforms: all } },
  {
    args: ['--sign', 'ABCD'],
    key: 'EF01',
    expected: { kind: 'package', platforms: all, signingKey: 'ABCD' },
  },
  { args: ['--help'], expected: { kind: 'help' } },
  {
    args: ['--platform', 'linux_386'],
    expected: { kind: 'unusable', problem: 'there is no platform "linux_386"' },
  },
  { args: ['--sign', ''], expected: { kind: 'unusable', problem: '--sign needs the id of a key' } },
] as const;

describe('the command line of npm run package', () => {
  for (const { args, expected, ...rest } of cases) {
    const env = 'key' in rest ? { GPG_FINGERPRINT: rest.key } : {};
    it(`${JSON.stringify(args)} with ${JSON.stringify(env)}`, () => {
      assert.deepEqual(summarize(parseCommandLine(args, env)), expected);
    });
  }

  it('is for the platforms that the tests expect', () => {
    assert.deepEqual(
      releasePlatforms.map(({ name }) => name),
      all,
    );
  });
});

/** Runs the command where it ends before it makes anything. */
function runPackage(...args: string[]) {
  const program = join(repositoryRoot, '.ci/package/main.ts');
  const env = { ...process.env, GPG_FINGERPRINT: '' };
  const options = { cwd: repositoryRoot, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', program, ...args],
    options,
  );
  return { status, stdout, stderr };
}

describe('npm run package', () => {
  it('shows its help', () => {
    assert.deepEqual(runPackage('--help'), { status: 0, stdout: `${usage}\n`, stderr: '' });
  });

  for (const args of [['--sing', 'ABCD'], ['linux_amd64'], ['--platform'], ['--platform', 'plan9_mips']]) {
    it(`refuses ${JSON.stringify(args)} with exit code 2 and the usage`, () => {
      const { status, stdout, stderr } = runPackage(...args);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
      assert.ok(stderr.endsWith(`\n\n${usage}\n`), stderr);
    });
  }
});

describe('the date of a release', () => {
  it('is SOURCE_DATE_EPOCH if there is one', () => {
    assert.equal(sourceDate({ SOURCE_DATE_EPOCH: '1700000000' })?.toISOString(), '2023-11-14T22:13:20.000Z');
  });

  for (const text of ['yesterday', '-1', '1.5', '0', '4102444800']) {
    it(`can not be ${text}`, () => {
      assert.throws(() => sourceDate({ SOURCE_DATE_EPOCH: text }), /SOURCE_DATE_EPOCH/);
    });
  }
});
