import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import {
  type Command,
  debugInstructions,
  defaultProviderAddress,
  helpText,
  notStartedByHostText,
  parseCommandLine,
  versionText,
} from '../src/command-line.ts';

const unusable = (problem: string): Command => ({ kind: 'unusable', problem });
const cases: readonly (readonly [args: readonly string[], command: Command])[] = [
  [[], { kind: 'serve' }],
  [['--version'], { kind: 'version' }],
  [['-version'], { kind: 'version' }],
  [['--help'], { kind: 'help' }],
  [['-help'], { kind: 'help' }],
  [['-h'], { kind: 'help' }],
  [['--debug'], { kind: 'debug', providerAddress: defaultProviderAddress }],
  [['-debug'], { kind: 'debug', providerAddress: defaultProviderAddress }],
  [['--debug', '--address', 'a/b/c'], { kind: 'debug', providerAddress: 'a/b/c' }],
  [['--debug', '--address'], unusable('--address needs a provider source address')],
  [['--debug', '--address', ''], unusable('--address needs a provider source address')],
  [['--debug', '--port'], unusable('unknown argument "--port"')],
  [['--debug', '--address', 'a/b/c', 'x'], unusable('unknown argument "x"')],
  [['--version', 'x'], unusable('unknown argument "x"')],
  [['--help', '--version'], unusable('unknown argument "--version"')],
  [['serve'], unusable('unknown argument "serve"')],
  [[''], unusable('unknown argument ""')],
  [['--\u001b[31m\n'], unusable('unknown argument "--\\u001b[31m\\n"')],
];

describe('the command line', () => {
  for (const [args, command] of cases) {
    it(JSON.stringify(args), () => assert.deepEqual(parseCommandLine(args), command));
  }
});

describe('what is said by hand', () => {
  const texts = {
    version: versionText(process.versions),
    helpText,
    notStartedByHostText,
    debug: debugInstructions('{"a":1}'),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`ends its last line, and names nothing undefined: ${name}`, () => {
      assert.match(text, /[^\n]\n$/);
      assert.doesNotMatch(text, /undefined|\[object/);
    });
  }

  it('is the version of package.json', () => {
    const start = `terraform-provider-ecr ${packageJson.version}`;
    assert.equal(
      versionText({ ...process.versions, node: '20.19.0' }),
      `${start} (commit unknown, Node.js 20.19.0)\n`,
    );
    assert.equal(
      versionText({ ...process.versions, bun: '1.4.5' }),
      `${start} (commit unknown, Bun 1.4.5)\n`,
    );
    assert.ok(notStartedByHostText.includes(packageJson.version));
  });

  it('tells how to install it, with one and the same address', () => {
    assert.match(notStartedByHostText, /required_providers/);
    assert.equal(notStartedByHostText.split(defaultProviderAddress).length, 3);
  });

  it('can be pasted into a shell', () => {
    assert.match(debugInstructions('{"a":1}'), /\n {2}export TF_REATTACH_PROVIDERS='\{"a":1\}'\n/);
  });

  it('mentions each option in the help', () => {
    for (const option of ['--version', '--help', '--debug', '--address'])
      assert.ok(helpText.includes(option), option);
  });
});
