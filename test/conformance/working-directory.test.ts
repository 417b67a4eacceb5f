import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pluginExecutable } from '../support/plugin-process/executable.ts';
import { magicCookie } from '../support/plugin-process/host-environment.ts';
import { makeScratchDirectory } from '../support/plugin-process/scratch-directory.ts';

/** Terraform starts plugins in the directory of a configuration, which anybody may have written. */
describe('files in the working directory', () => {
  it('add neither code nor variables', (t) => {
    const scratch = makeScratchDirectory(t);
    const cwd = join(scratch.path, 'configuration');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'preload.js'), 'console.log("preloaded");\n');
    writeFileSync(join(cwd, 'preload.ts'), 'console.log("preloaded");\n');
    writeFileSync(join(cwd, 'bunfig.toml'), 'preload = ["./preload.js", "./preload.ts"]\n');
    writeFileSync(join(cwd, 'package.json'), '{"name":"x","main":"./preload.js"}\n');
    writeFileSync(join(cwd, 'tsconfig.json'), '{"compilerOptions":{"paths":{"*":["./preload.ts"]}}}\n');
    const [cookie] = Object.entries(magicCookie);
    writeFileSync(join(cwd, '.env'), `${cookie?.[0]}=${cookie?.[1]}\n`);
    const run = (args: readonly string[]) =>
      spawnSync(pluginExecutable, args, {
        cwd,
        env: { PATH: process.env.PATH },
        encoding: 'utf8',
        timeout: 30_000,
      });

    // By hand, and so without the cookie, unless a file sets it.
    const byHand = run([]);
    assert.equal(byHand.status, 1, byHand.stdout + byHand.stderr);
    assert.equal(byHand.stdout, '');
    assert.match(run(['--version']).stdout, /^terraform-provider-ecr \S+ \(.*\)\n$/);
  });
});
