import assert from 'node:assert/strict';
import { it } from 'node:test';
import { version } from '../../src/version.ts';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { providerSource } from '../support/terraform/plugin-mirror.ts';
import { addPacked, addUnpacked, readLocks, withMirror } from './mirror-scene.ts';
import { platformNames, platformOfThisMachine } from './release-archive.ts';

const layouts = [
  { layout: 'packed', add: addPacked },
  { layout: 'unpacked', add: addUnpacked },
] as const;

describeOnEachHost('a release in a filesystem mirror', (host) => {
  for (const { layout, add } of layouts) {
    it(`(${layout}) is installed, validates, plans and applies with one token each`, () =>
      withMirror(host, async ({ mirror, workspace, endpoint }) => {
        add(mirror);
        mustSucceed(await workspace.init());
        assert.match(mustSucceed(await workspace.validate()).stdout, /The configuration is valid/);
        assert.deepEqual(endpoint.calls.length, 0);
        mustSucceed(await workspace.plan());
        assert.deepEqual(endpoint.calls.length, 1);
        const applied = mustSucceed(await workspace.apply());
        assert.match(applied.stdout, /Resources: 1 added/);
        assert.deepEqual(endpoint.calls.length, 3);
        assert.ok(endpoint.calls.every(({ verified }) => verified));
      }));
  }

  it('is named by version and providers', () =>
    withMirror(host, async ({ mirror, workspace }) => {
      addPacked(mirror);
      mustSucceed(await workspace.init());
      const versions = mustSucceed(await workspace.run(['version']));
      assert.ok(versions.stdout.includes(`+ provider ${providerSource} v${version}\n`), versions.stdout);
      const providers = mustSucceed(await workspace.run(['providers']));
      assert.ok(providers.stdout.includes(`provider[${providerSource}]`), providers.stdout);
    }));

  it('has the same checksum packed and unpacked, in the lock file', () =>
    withMirror(host, async ({ mirror, workspace }) => {
      addPacked(mirror);
      mustSucceed(await workspace.init());
      const packed = readLocks(workspace);
      assert.equal(packed.version, version);
      assert.equal(packed.hashes.length, 1);
      await withMirror(host, async (other) => {
        addUnpacked(other.mirror);
        mustSucceed(await other.workspace.init());
        assert.deepEqual(readLocks(other.workspace), packed);
      });
    }));

  it('has a checksum for each platform when a lock file for all of them is made', () =>
    withMirror(host, async ({ mirror, workspace }) => {
      for (const platform of platformNames) addPacked(mirror, platform);
      mustSucceed(await workspace.init());
      const [own = ''] = readLocks(workspace).hashes;
      const platforms = platformNames.map((platform) => `-platform=${platform}`);
      const mirrorRoot = `-fs-mirror=${mirror.slice(0, -providerSource.length)}`;
      mustSucceed(await workspace.run(['providers', 'lock', mirrorRoot, ...platforms]));
      const { hashes } = readLocks(workspace);
      assert.equal(new Set(hashes).size, platformNames.length);
      assert.ok(hashes.includes(own), platformOfThisMachine());
    }));
});
