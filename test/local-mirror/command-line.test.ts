import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Command, parseCommandLine } from '../../.ci/local-mirror/command-line.ts';

const understood: readonly (readonly [args: readonly string[], command: Command])[] = [
  [['install'], { kind: 'install', executable: undefined }],
  [['install', '--executable', 'dist/x'], { kind: 'install', executable: 'dist/x' }],
  [['install', '--executable=dist/x'], { kind: 'install', executable: 'dist/x' }],
  [['uninstall'], { kind: 'uninstall' }],
  [['install', '--help'], { kind: 'help' }],
  [['install', '-h', '--executable', 'x'], { kind: 'help' }],
  [['uninstall', '--help'], { kind: 'help' }],
  [['--help'], { kind: 'help' }],
];

const unusable: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
  [[], /install or uninstall/],
  [['instal'], /unknown "instal"/],
  [['install', '--executible', 'x'], /--executible/],
  [['install', 'dist/x'], /dist\/x/],
  [['install', '--executable'], /--executable/],
  [['install', '--executable', ''], /--executable needs a file/],
  [['uninstall', '--executable', 'x'], /--executable/],
];

describe('the command line of install:local and uninstall:local', () => {
  for (const [args, command] of understood) {
    it(`understands ${args.join(' ')}`, () => assert.deepEqual(parseCommandLine(args), command));
  }

  for (const [args, problem] of unusable) {
    it(`can't use "${args.join(' ')}"`, () => {
      const command = parseCommandLine(args);
      assert.ok(command.kind === 'unusable');
      assert.match(command.problem, problem);
    });
  }
});
