import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The shell lines that `main.ts` prints, and its process. */
interface RunningMain {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string;
}

const run = promisify(execFile);
const hasAws = spawnSync('aws', ['--version']).status === 0;
const hasSkopeo = spawnSync('skopeo', ['--version']).status === 0;

describe('main.ts', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints what to set and ends with ${signal}`, async () => {
      const { child, lines } = await startMain(['--access-key', 'AKIDMAIN', '--secret-key', "it's"]);
      const { stdout } = await run('sh', ['-c', `${lines} env`], { env: { PATH: process.env.PATH } });
      assert.match(stdout, /^AWS_ENDPOINT_URL_ECR=http:\/\/127\.0\.0\.1:\d+$/m);
      assert.match(stdout, /^AWS_ACCESS_KEY_ID=AKIDMAIN$/m);
      assert.match(stdout, /^AWS_SECRET_ACCESS_KEY=it's$/m);
      assert.doesNotMatch(stdout, /^AWS_SESSION_TOKEN=/m);
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }
});

describe('other programs', () => {
  let main: RunningMain;
  let home: string;
  before(async () => {
    main = await startMain(['--session-token', 'session']);
    home = await mkdtemp(path.join(tmpdir(), 'ecr-endpoint-'));
  });
  after(async () => {
    main.child.kill();
    await rm(home, { recursive: true });
  });

  // An empty home and environment, for a profile of the developer's must not count.
  const shell = (command: string) =>
    run('sh', ['-c', `${main.lines} ${command}`], { env: { PATH: process.env.PATH, HOME: home } });

  it('aws ecr get-login-password', { skip: !hasAws && 'no aws on PATH' }, async () => {
    const { stdout } = await shell('aws ecr get-login-password --endpoint-url "$AWS_ENDPOINT_URL_ECR"');
    const parts: unknown = JSON.parse(Buffer.from(stdout.trim(), 'base64').toString());
    assert.ok(typeof parts === 'object' && parts !== null && 'datakey' in parts);
  });

  it('aws … | skopeo login', { skip: !(hasAws && hasSkopeo) && 'no aws or skopeo on PATH' }, async () => {
    const registry = /127\.0\.0\.1:\d+/.exec(main.lines)?.[0];
    const logIn = `skopeo login --tls-verify=false --authfile "$HOME/auth.json" -u AWS --password-stdin ${registry}`;
    const { stdout } = await shell(`aws ecr get-login-password | ${logIn}`);
    assert.match(stdout, /Login Succeeded/);
    await assert.rejects(
      shell(`echo wrong | ${logIn}`),
      /authentication required|unauthorized|invalid username/i,
    );
  });
});

async function startMain(flags: readonly string[]): Promise<RunningMain> {
  const file = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...flags], { cwd: path.dirname(file) });
  let lines = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    lines += chunk;
    if (/^export AWS_REGION=.*\n/m.test(lines)) return { child, lines };
  }
  return assert.fail('main.ts ended without a word');
}
