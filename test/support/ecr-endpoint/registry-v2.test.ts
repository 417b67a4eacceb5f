import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type EcrEndpoint, startEcrEndpoint } from './endpoint.ts';
import type { EcrFault } from './faults.ts';
import { rawCall } from './raw-call.ts';
import { testCredentials } from './test-client.ts';

let ecr: EcrEndpoint;
let now: Date;
beforeEach(async () => {
  now = new Date();
  ecr = await startEcrEndpoint({ credentials: [testCredentials], clock: () => now, tokenLifetimeMs: 1000 });
});
afterEach(() => ecr.close());

describe('the login check', () => {
  it('asks for Basic authentication, which is no attempt yet', async () => {
    const response = await fetch(`${ecr.url}/v2/`);
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate') ?? '', /^Basic realm="/);
    assert.deepEqual(ecr.logins, []);
    assert.deepEqual(ecr.calls, []);
  });

  it('lets in whoever has a token, until it expires', async () => {
    const { authorizationToken } = await issue();
    assert.equal(await logIn(authorizationToken), 200);
    now = new Date(now.getTime() + 999);
    assert.equal(await logIn(authorizationToken), 200);
    now = new Date(now.getTime() + 1);
    assert.equal(await logIn(authorizationToken), 401);
    assert.deepEqual(
      ecr.logins.map(({ ok }) => ok),
      [true, true, false],
    );
    assert.equal(ecr.logins[2]?.at, now);
  });

  for (const [name, alter] of [
    ['another user', (password: string) => `aws:${password}`],
    ['another password', (password: string) => `AWS:${password}x`],
    ['a shorter password', (password: string) => `AWS:${password.slice(1)}`],
    ['no password', () => 'AWS:'],
    ['no colon', (password: string) => `AWS${password}`],
  ] as const) {
    it(`keeps out ${name}`, async () => {
      const { password } = await issue();
      assert.equal(await logIn(Buffer.from(alter(password)).toString('base64')), 401);
      assert.deepEqual(ecr.logins, [{ ok: false, at: now }]);
    });
  }

  it('keeps out another scheme', async () => {
    const { authorizationToken } = await issue();
    assert.equal(await logIn(authorizationToken, 'Bearer'), 401);
  });

  for (const kind of ['badBase64', 'noColon', 'emptyUser', 'emptyPassword'] as const) {
    it(`keeps out whoever mends a spoilt token: ${kind}`, async () => {
      const { password } = await issue({ kind });
      assert.equal(await logIn(Buffer.from(`AWS:${password}`).toString('base64')), 401);
    });
  }

  it('lets in a password with colons', async () => {
    const { authorizationToken } = await issue({ kind: 'severalColons' });
    assert.equal(await logIn(authorizationToken), 200);
  });
});

async function issue(fault?: EcrFault) {
  ecr.setFault(fault);
  await rawCall(ecr.url, { at: now });
  return ecr.issued.at(-1) ?? assert.fail('no token');
}

async function logIn(credentials: string, scheme = 'Basic'): Promise<number> {
  const response = await fetch(`${ecr.url}/v2/`, { headers: { authorization: `${scheme} ${credentials}` } });
  return response.status;
}
