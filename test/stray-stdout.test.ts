import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..');

/** Runs a script in a process of its own, in which stdout is diverted; what was taken comes back on stderr. */
function run(script: string) {
  const module = JSON.stringify(join(root, 'src', 'stray-stdout.ts'));
  const source = `
    import { writeSync } from 'node:fs';
    import { divertStdout } from ${module};
    divertStdout(process, (chunk) => writeSync(2, Buffer.from(chunk).toString('hex') + ' '));
    ${script}`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', source];
  return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 20_000 });
}
const hex = (text: string) => `${Buffer.from(text).toString('hex')} `;

describe('stdout, diverted', () => {
  const writers: readonly (readonly [name: string, script: string, taken: string])[] = [
    ['console.log', 'console.log("a");', hex('a\n')],
    ['process.stdout.write', 'process.stdout.write("é");', hex('é')],
    ['bytes', 'process.stdout.write(Buffer.from([0, 255]));', '00ff '],
    ['another encoding', 'process.stdout.write("ff00", "hex");', 'ff00 '],
    [
      'a stream that is piped into it',
      'const { Readable } = await import("node:stream"); Readable.from(["a"]).pipe(process.stdout);',
      hex('a'),
    ],
    [
      'several writes, in order',
      'for (const text of ["1", "2", "3"]) process.stdout.write(text);',
      hex('1') + hex('2') + hex('3'),
    ],
  ];
  for (const [name, script, taken] of writers) {
    it(`takes ${name}, and nothing reaches the host`, () => {
      const { stdout, stderr, status } = run(script);
      assert.deepEqual([stdout, stderr, status], ['', taken, 0]);
    });
  }

  it('is one stream, however often it is asked for', () => {
    assert.equal(run('process.exitCode = process.stdout === process.stdout ? 7 : 8;').status, 7);
  });

  it('leaves file descriptor 1 to those who mean it', () => {
    const { stdout, stderr } = run('writeSync(1, "handshake"); console.log("stray");');
    assert.deepEqual([stdout, stderr], ['handshake', hex('stray\n')]);
  });
});
