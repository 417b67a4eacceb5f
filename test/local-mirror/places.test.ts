import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Machine, placesOn } from '../../.ci/local-mirror/places.ts';

function machine(over: Partial<Machine>): Machine {
  return { platform: 'linux', architecture: 'x64', env: {}, accountHome: () => '/home/account', ...over };
}

const accountOnWindows = () => 'C:\\Users\\account';

const targets: readonly (readonly [name: string, machine: Partial<Machine>, executable: string])[] = [
  [
    'Linux',
    { env: { HOME: '/home/ann' } },
    '/home/ann/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_amd64/terraform-provider-ecr',
  ],
  [
    'Linux without HOME',
    {},
    '/home/account/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_amd64/terraform-provider-ecr',
  ],
  [
    'Linux with an empty HOME, which hosts take for none',
    { env: { HOME: '' } },
    '/home/account/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_amd64/terraform-provider-ecr',
  ],
  [
    'Linux with XDG directories, which not every version of OpenTofu searches alike',
    { env: { HOME: '/home/ann', XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/config' } },
    '/home/ann/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_amd64/terraform-provider-ecr',
  ],
  [
    'Linux on ARM, a home with a space',
    { architecture: 'arm64', env: { HOME: '/home/ann b' } },
    '/home/ann b/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_arm64/terraform-provider-ecr',
  ],
  [
    'Linux on 32 bits',
    { architecture: 'ia32', env: { HOME: '/root' } },
    '/root/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/linux_386/terraform-provider-ecr',
  ],
  [
    'macOS on Apple silicon',
    { platform: 'darwin', architecture: 'arm64', env: { HOME: '/Users/ann' } },
    '/Users/ann/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/darwin_arm64/terraform-provider-ecr',
  ],
  [
    'macOS on Intel',
    { platform: 'darwin', env: { HOME: '/Users/ann' } },
    '/Users/ann/.terraform.d/plugins/terraform.internal/ecr/ecr/1.2.3/darwin_amd64/terraform-provider-ecr',
  ],
  [
    'Windows',
    { platform: 'win32', env: { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' } },
    'C:\\Users\\ann\\AppData\\Roaming\\terraform.d\\plugins\\terraform.internal\\ecr\\ecr\\1.2.3\\windows_amd64\\terraform-provider-ecr.exe',
  ],
  [
    'Windows without APPDATA; a HOME, as Unix shells set it, says nothing there',
    { platform: 'win32', architecture: 'arm64', env: { HOME: '/c/ann' }, accountHome: accountOnWindows },
    'C:\\Users\\account\\AppData\\Roaming\\terraform.d\\plugins\\terraform.internal\\ecr\\ecr\\1.2.3\\windows_arm64\\terraform-provider-ecr.exe',
  ],
];

describe('the place of an executable', () => {
  for (const [name, over, executable] of targets) {
    it(name, () => assert.equal(placesOn(machine(over)).executable('1.2.3'), executable));
  }

  it('is an error when HOME is relative', () => {
    assert.throws(() => placesOn(machine({ env: { HOME: 'ann' } })), /HOME is "ann", not an absolute path/);
  });

  it('asks for the home of the account only without HOME', () => {
    const accountHome = () => assert.fail('asked');
    assert.equal(placesOn(machine({ env: { HOME: '/a' }, accountHome })).plugins, '/a/.terraform.d/plugins');
  });
});

const configurations: readonly (readonly [
  name: string,
  machine: Partial<Machine>,
  files: readonly string[],
  directory: string | undefined,
])[] = [
  [
    'Linux',
    { env: { HOME: '/home/ann' } },
    ['/home/ann/.terraformrc', '/home/ann/.tofurc', '/home/ann/.config/opentofu/tofurc'],
    '/home/ann/.terraform.d',
  ],
  [
    'Linux with an XDG directory',
    { env: { HOME: '/home/ann', XDG_CONFIG_HOME: '/config' } },
    ['/home/ann/.terraformrc', '/home/ann/.tofurc', '/config/opentofu/tofurc'],
    '/home/ann/.terraform.d',
  ],
  [
    'a file named by the environment, instead of all others',
    { env: { HOME: '/home/ann', TF_CLI_CONFIG_FILE: '/ci/tfrc', XDG_CONFIG_HOME: '/config' } },
    ['/ci/tfrc'],
    undefined,
  ],
  [
    'a file named by the older variable',
    { env: { HOME: '/home/ann', TF_CLI_CONFIG_FILE: '', TERRAFORM_CONFIG: '/ci/tfrc' } },
    ['/ci/tfrc'],
    undefined,
  ],
  [
    'Windows',
    { platform: 'win32', env: { APPDATA: 'C:\\Roaming', XDG_CONFIG_HOME: 'C:\\xdg' } },
    ['C:\\Roaming\\terraform.rc', 'C:\\Roaming\\tofu.rc'],
    'C:\\Roaming\\terraform.d',
  ],
];

describe('the places of CLI configuration', () => {
  for (const [name, over, files, directory] of configurations) {
    it(name, () => {
      const { cliConfigFiles, cliConfigDirectory } = placesOn(machine(over));
      assert.deepEqual({ files: cliConfigFiles, directory: cliConfigDirectory }, { files, directory });
    });
  }
});
