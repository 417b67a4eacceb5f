import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { AuthorizationToken } from '../../src/token/authorization-token.ts';
import { createSharedTokens, type SharedTokens } from '../../src/token/shared-tokens.ts';
import { patient } from './recorded-core.ts';

interface Call {
  readonly signal: AbortSignal;
  readonly arrive: (token: AuthorizationToken) => void;
  readonly fail: (error: Error) => void;
}

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-21T12:00:00Z');

let nowMs: number;
let calls: Call[];
let shared: SharedTokens;
beforeEach(() => {
  nowMs = startMs;
  calls = [];
  shared = createSharedTokens(() => new Date(nowMs));
});

/** Does what `fetch` of the core does: rejects when its signal aborts, else waits for the test. */
function fetch(signal: AbortSignal): Promise<AuthorizationToken> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    calls.push({ signal, arrive: resolve, fail: reject });
  });
}
const ask = (key = 'a', signal = patient()) => shared.lease(key, fetch, signal);
const callAt = (index: number): Call => calls[index] ?? assert.fail(`no call ${index}`);
const token = (password: string, lifetimeMs = 12 * hourMs): AuthorizationToken => ({
  authorizationToken: 'x',
  expiresAt: new Date(nowMs + lifetimeMs).toISOString(),
  password,
  proxyEndpoint: 'x',
  userName: 'AWS',
});
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** Asks, lets the answer arrive, and takes the lease. */
const lease = async (password = 'p') => {
  const asked = ask();
  calls.at(-1)?.arrive(token(password));
  return await asked;
};

describe('sharing', () => {
  it('makes one call for all who ask while it is in flight', async () => {
    const asked = [ask(), ask(), ask()];
    assert.equal(calls.length, 1);
    callAt(0).arrive(token('p'));
    const passwords = (await Promise.all(asked)).map((held) => held.token.password);
    assert.deepEqual(passwords, ['p', 'p', 'p']);
    assert.equal(calls.length, 1);
  });

  it('keeps keys apart', async () => {
    const asked = [ask('a'), ask('b')];
    callAt(0).arrive(token('of a'));
    callAt(1).arrive(token('of b'));
    const passwords = (await Promise.all(asked)).map((held) => held.token.password);
    assert.deepEqual(passwords, ['of a', 'of b']);
  });

  it('hands out a held token without a call', async () => {
    await lease();
    assert.equal((await ask()).token.password, 'p');
    assert.equal(calls.length, 1);
  });

  const ages: readonly (readonly [afterMs: number, calls: number])[] = [
    [6 * hourMs - 1, 1],
    [6 * hourMs, 2],
    [12 * hourMs, 2],
  ];
  for (const [afterMs, expected] of ages) {
    it(`of a token for 12 hours after ${afterMs} ms: ${expected} call(s) in all`, async () => {
      await lease();
      nowMs += afterMs;
      const second = ask();
      calls[1]?.arrive(token('q'));
      await second;
      assert.equal(calls.length, expected);
    });
  }

  it('counts the half-life from the question, not from the answer', async () => {
    const asked = ask();
    nowMs += 2 * hourMs;
    callAt(0).arrive({ ...token('p'), expiresAt: new Date(startMs + 4 * hourMs).toISOString() });
    await asked;
    const second = ask();
    callAt(1).arrive(token('q'));
    assert.equal((await second).token.password, 'q');
  });

  it('asks again for a token that had expired when it came, but still hands it out', async () => {
    const asked = ask();
    callAt(0).arrive(token('p', -1));
    assert.equal((await asked).token.password, 'p');
    void ask();
    assert.equal(calls.length, 2);
  });
});

describe('letting go', () => {
  it('forgets a token with its last holder', async () => {
    const first = await lease();
    const second = await ask();
    first.release();
    await ask().then((third) => third.release());
    assert.equal(calls.length, 1);
    second.release();
    void ask();
    assert.equal(calls.length, 2);
  });

  it('counts each holder once, however often it lets go', async () => {
    const first = await lease();
    await ask();
    first.release();
    first.release();
    first.release();
    await ask();
    assert.equal(calls.length, 1);
  });

  it('of a stale token leaves its successor alone', async () => {
    const stale = await lease('old');
    nowMs += 6 * hourMs;
    await lease('new');
    stale.release();
    assert.equal((await ask()).token.password, 'new');
    assert.equal(calls.length, 2);
  });
});

describe('a failure', () => {
  it('reaches all who wait, and the next asks anew', async () => {
    const asked = [ask(), ask()];
    callAt(0).fail(new Error('refused'));
    for (const promise of asked) await assert.rejects(promise, /refused/);
    assert.equal((await lease('after')).token.password, 'after');
    assert.equal(calls.length, 2);
  });

  it('of a fresh call never brings the old token back', async () => {
    await lease('old');
    nowMs += 6 * hourMs;
    const second = ask();
    callAt(1).fail(new Error('refused'));
    await assert.rejects(second, /refused/);
  });
});

describe('giving up', () => {
  it('of one of two leaves the call to the other', async () => {
    const impatient = new AbortController();
    const first = ask('a', impatient.signal);
    const second = ask();
    impatient.abort(new Error('gave up'));
    await assert.rejects(first, /gave up/);
    assert.equal(callAt(0).signal.aborted, false);
    callAt(0).arrive(token('p'));
    assert.equal((await second).token.password, 'p');
  });

  it('of all aborts the call, with the reason of the last', async () => {
    const both = [new AbortController(), new AbortController()];
    const asked = both.map(({ signal }) => ask('a', signal));
    for (const [index, controller] of both.entries()) controller.abort(new Error(`gave up ${index}`));
    for (const [index, promise] of asked.entries())
      await assert.rejects(promise, new Error(`gave up ${index}`));
    assert.equal(callAt(0).signal.aborted, true);
  });

  it('leaves an aborted call to nobody: the next makes its own', async () => {
    const impatient = new AbortController();
    const first = ask('a', impatient.signal);
    impatient.abort();
    await assert.rejects(first, { name: 'AbortError' });
    const next = ask();
    assert.equal(calls.length, 2);
    callAt(1).arrive(token('mine'));
    assert.equal((await next).token.password, 'mine');
  });

  it('forgets a call that does not end at once, and the token that it still brings', async () => {
    const impatient = new AbortController();
    let arrive: (late: AuthorizationToken) => void = () => {};
    // Unlike the core's, this call goes on when it is aborted.
    const deaf = () => new Promise<AuthorizationToken>((resolve) => (arrive = resolve));
    const first = shared.lease('a', deaf, impatient.signal);
    impatient.abort();
    await assert.rejects(first, { name: 'AbortError' });
    const next = assert.rejects(ask(), /refused/);
    assert.equal(calls.length, 1, 'the next asker must not wait for the aborted call');
    arrive(token('late'));
    callAt(0).fail(new Error('refused'));
    await next;
    void ask();
    assert.equal(calls.length, 2, 'the late token must not be there');
  });

  it('before asking makes no call', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await assert.rejects(ask('a', signal), /too late/);
    assert.equal(calls.length, 0);
  });

  it('in the tick in which the token arrives leaves no token behind', async () => {
    const impatient = new AbortController();
    const first = ask('a', impatient.signal);
    const outcome = first.then(
      (held) => held.release(),
      () => {},
    );
    callAt(0).arrive(token('p'));
    impatient.abort();
    await outcome;
    await settled();
    void ask();
    assert.equal(calls.length, 2);
  });
});
