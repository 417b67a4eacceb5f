import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { mustSucceed } from '../support/terraform/command.ts';
import { describeOnEachHost } from '../support/terraform/each-host.ts';
import { addPacked, forgetInstallation, withMirror } from './mirror-scene.ts';
import { platformOfThisMachine, pluginName } from './release-archive.ts';

const damages = [
  {
    name: 'one flipped bit',
    damage(archive: string) {
      const bytes = readFileSync(archive);
      const at = 1_000_000;
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(archive, bytes);
    },
    complaint: /failed to calculate checksum .*(checksum error|corrupt input)/,
  },
  {
    name: 'its end missing',
    damage: (archive: string) => truncateSync(archive, 1_000_000),
    complaint: /not a valid zip file/,
  },
  {
    name: "somebody else's program",
    damage(archive: string) {
      const program = strToU8('#!/bin/sh\nexit 1\n');
      writeFileSync(archive, zipSync({ [pluginName(platformOfThisMachine())]: program }));
    },
    complaint: /doesn't match any of the checksums/,
  },
] as const;

describeOnEachHost('an archive that is changed after the lock file was written', (host) => {
  for (const { name, damage, complaint } of damages) {
    it(`to have ${name} is not installed`, () =>
      withMirror(host, async ({ mirror, workspace }) => {
        const archive = addPacked(mirror);
        mustSucceed(await workspace.init());
        forgetInstallation(workspace);
        damage(archive);
        const { exitCode, stderr } = await workspace.init();
        assert.equal(exitCode, 1);
        assert.match(stderr.replaceAll(/\s+/g, ' '), complaint);
      }));
  }
});
