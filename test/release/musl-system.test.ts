import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { addPacked, withMirror } from './mirror-scene.ts';
import { makeMuslSystem, skipWithoutMuslSystem } from './musl-system.ts';

const skip = skipWithoutMuslSystem();

describeOnEachHost('on a system with musl alone', (host) => {
  it('the archive as it is installs, plans and applies', { skip }, async (t) => {
    const system = makeMuslSystem(t, host);
    system.addLibstdcxx();
    await withMirror(system.host, async ({ mirror, workspace, endpoint }) => {
      addPacked(mirror);
      mustSucceed(await workspace.init());
      mustSucceed(await workspace.plan());
      const applied = mustSucceed(await workspace.apply());
      assert.match(applied.stdout, /Resources: 1 added/);
      assert.deepEqual(
        endpoint.calls.map(({ verified }) => verified),
        [true, true, true],
      );
    });
  });

  it('without libstdc++ the user is told what to install', { skip }, async (t) => {
    const system = makeMuslSystem(t, host);
    await withMirror(system.host, async ({ mirror, workspace }) => {
      addPacked(mirror);
      mustSucceed(await workspace.init());
      const { exitCode, stderr } = await workspace.validate();
      assert.equal(exitCode, 1);
      assert.match(
        stderr.replaceAll(/[│\s]+/g, ' '),
        /Unrecognized remote plugin message: terraform-provider-ecr can't start: libstdc\+\+ is missing\. On Alpine Linux: apk add libstdc\+\+/,
      );
    });
  });
});
