import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CommandSpec, mustSucceed, runCommand, startCommand } from './command.ts';
import { membersOfGroup, signalGroup, waitForEmptyGroup } from './process-group.ts';

function shell(script: string, timeoutMs = 20_000): CommandSpec {
  const env = { PATH: process.env.PATH ?? '' };
  return { executable: '/bin/sh', name: 'sh', args: ['-c', script], cwd: '/', env, timeoutMs };
}

describe('running a command', () => {
  it('captures both outputs and the exit code', async () => {
    const result = await runCommand(shell('echo out; echo err >&2; exit 3'));
    const { stdout, stderr, exitCode, signal } = result;
    assert.deepEqual(
      { stdout, stderr, exitCode, signal },
      { stdout: 'out\n', stderr: 'err\n', exitCode: 3, signal: null },
    );
    assert.throws(() => mustSucceed(result), /failed with exit code 3\nout\nerr/);
  });

  it('inherits nothing of the environment', async () => {
    process.env.AWS_SECRET_ACCESS_KEY ??= 'of the person who runs the tests';
    const { stdout } = await runCommand(shell('env'));
    assert.doesNotMatch(stdout, /AWS_/);
  });

  it('throws when a process is left behind, and ends it', async () => {
    const spec = shell('sleep 300 >/dev/null 2>&1 & echo started');
    const failure = await runCommand(spec).then(
      () => assert.fail('did not notice'),
      (error: unknown) => String(error),
    );
    assert.match(failure, /left processes behind \(group \d+\):\n\d+ sleep 300/);
    const [, group] = /group (\d+)/.exec(failure) ?? [];
    assert.deepEqual(await waitForEmptyGroup(Number(group), 5_000), []);
  });

  it('throws after the time limit, and ends all of the group', async () => {
    const command = startCommand(shell('sleep 300 & sleep 301', 500));
    await assert.rejects(command.ended, /took more than 500 ms/);
    assert.deepEqual(await waitForEmptyGroup(command.group, 5_000), []);
  });

  it('shows who is in the group', async () => {
    const command = startCommand(shell('sleep 300 & echo ready; wait'));
    await command.waitForOutput(/ready/);
    const members = membersOfGroup(command.group);
    assert.equal(members.length, 2);
    assert.match(members.find(({ pid }) => pid === command.pid)?.command ?? '', /^\/bin\/sh -c sleep 300 &/);
    signalGroup(command.group, 'SIGTERM');
    assert.equal((await command.ended).signal, 'SIGTERM');
    assert.deepEqual(await waitForEmptyGroup(command.group, 5_000), []);
    signalGroup(command.group, 'SIGTERM');
  });

  it('waits for output, and says so when there is none', async () => {
    const command = startCommand(shell('echo one; echo two; read line'));
    assert.equal((await command.waitForOutput(/t(w)o/))[1], 'w');
    await assert.rejects(command.waitForOutput(/three/), /ended without \/three\/ in its output:\none\ntwo/);
    const silent = startCommand(shell('sleep 300'));
    await assert.rejects(silent.waitForOutput(/x/, 100), /took 100 ms without/);
    signalGroup(silent.group, 'SIGKILL');
    await silent.ended;
  });
});
