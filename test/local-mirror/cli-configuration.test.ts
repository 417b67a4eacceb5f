import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { filesThatFade, filesThatHide, hidesDirectory } from '../../.ci/local-mirror/cli-configuration.ts';
import { placesOn } from '../../.ci/local-mirror/places.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

const plugins = '/home/ann/.terraform.d/plugins';
const onWindows = 'C:\\Users\\ann\\AppData\\Roaming\\terraform.d\\plugins';

/** A block with our directory, and what else is to be in it. */
function withMirror(path: string, rest = ''): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = "${path}"\n  }\n${rest}}\n`;
}

const texts: readonly (readonly [name: string, text: string, hides: boolean, directory?: string])[] = [
  ['nothing', '', false],
  ['something else', 'plugin_cache_dir = "/cache"\n', false],
  ['a block', 'provider_installation {\n  direct {}\n}\n', true],
  ['a block after something else', 'disable_checkpoint = true\n  provider_installation {}\n', true],
  ['a block behind a comment sign', '# provider_installation {\n//provider_installation {\n', false],
  ['JSON', '{"provider_installation": {"direct": {}}}', true],
  ['JSON with lists', '{ "disable_checkpoint": true,\n "provider_installation" : [{"direct": [{}]}]}', true],
  ['a mirror elsewhere', withMirror('/opt/mirror'), true],
  ['a mirror whose name only starts as ours', withMirror(`${plugins}-old`), true],
  ['our mirror alone', withMirror(plugins), false],
  ['our mirror with a slash at its end', withMirror(`${plugins}/`), false],
  ['our mirror, and all else direct', withMirror(plugins, '  direct {}\n'), true],
  [
    'our mirror, and an exception',
    withMirror(plugins, '  direct {\n    exclude = ["example.com/*/*", "terraform.internal/ecr/ecr"]\n  }\n'),
    false,
  ],
  [
    'our mirror, and another exception',
    withMirror(plugins, '  direct {\n    exclude = ["example.com/*/*"]\n  }\n'),
    true,
  ],
  ['our mirror on Windows', withMirror(onWindows.replaceAll('\\', '\\\\')), false, onWindows],
  ['our mirror on Windows, with slashes', withMirror(onWindows.replaceAll('\\', '/')), false, onWindows],
];

describe('a CLI configuration', () => {
  for (const [name, text, hides, directory = plugins] of texts) {
    it(`${hides ? 'hides' : 'does not hide'} the directory with ${name}`, () => {
      assert.equal(hidesDirectory(text, directory), hides);
    });
  }

  it('is looked for where hosts do', (t) => {
    const { home } = makeScratchDirectory(t);
    const block = 'provider_installation {\n}\n';
    mkdirSync(join(home, '.terraform.d'));
    mkdirSync(join(home, '.config/opentofu'), { recursive: true });
    const hiding = ['.terraformrc', '.tofurc', '.config/opentofu/tofurc', '.terraform.d/a.tfrc'];
    for (const file of hiding) writeFileSync(join(home, file), block);
    writeFileSync(join(home, '.terraform.d/b.tfrc.json'), '{"provider_installation": {}}');
    writeFileSync(join(home, '.terraform.d/c.txt'), block);
    mkdirSync(join(home, '.terraform.d/d.tfrc'));
    assert.deepEqual(
      filesThatHide(placesIn(home)),
      [...hiding, '.terraform.d/b.tfrc.json'].map((file) => join(home, file)),
    );
  });

  it('that is missing hides nothing', (t) => {
    const { home } = makeScratchDirectory(t);
    assert.deepEqual(filesThatHide(placesIn(home)), []);
    assert.deepEqual(filesThatHide(placesIn(home, { TF_CLI_CONFIG_FILE: join(home, 'none') })), []);
  });
});

describe("OpenTofu's files in an XDG directory", () => {
  it('fade only as long as the directory of settings does not exist', (t) => {
    const { home, path } = makeScratchDirectory(t);
    const places = placesIn(home, { XDG_CONFIG_HOME: path });
    assert.deepEqual(filesThatFade(places), []);
    mkdirSync(join(path, 'opentofu'));
    writeFileSync(join(path, 'opentofu/tofurc'), '');
    assert.deepEqual(filesThatFade(places), []);
    const logins = join(path, 'opentofu/credentials.tfrc.json');
    writeFileSync(logins, '{}');
    assert.deepEqual(filesThatFade(places), [logins]);
    assert.deepEqual(filesThatFade(placesIn(home)), []);
    mkdirSync(join(home, '.terraform.d'));
    assert.deepEqual(filesThatFade(places), []);
  });
});

function placesIn(home: string, env: Readonly<Record<string, string>> = {}) {
  const accountHome = () => assert.fail('HOME is set');
  return placesOn({ platform: 'linux', architecture: 'x64', env: { HOME: home, ...env }, accountHome });
}
