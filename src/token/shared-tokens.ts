import type { AuthorizationToken } from './authorization-token.ts';
import { untilAborted } from './until-aborted.ts';

/** A token together with the right to let go of it. */
export interface TokenLease {
  readonly token: AuthorizationToken;
  /** Lets go of the token; it is forgotten when its last holder has. Further calls do nothing. */
  readonly release: () => void;
}

/** Asks AWS once; rejects at once when `signal` aborts. */
export type FetchToken = (signal: AbortSignal) => Promise<AuthorizationToken>;

/** Lets the opens of one process share calls and tokens, in memory only. */
export interface SharedTokens {
  /**
   * A token for `key`: one that is held and has more than half of its life left, else the one that is being
   * asked for, else a new one. A failure reaches all who wait for it and is not remembered.
   *
   * @param key - whatever makes two requests interchangeable
   * @param signal - gives up waiting; the call to AWS is aborted when nobody waits for it any more
   */
  lease(key: string, fetch: FetchToken, signal: AbortSignal): Promise<TokenLease>;
}

interface HeldToken {
  readonly token: AuthorizationToken;
  /** Milliseconds since the epoch; from then on a new token is asked for. */
  readonly staleAtMs: number;
  holders: number;
}

interface CallInFlight {
  readonly held: Promise<HeldToken>;
  readonly abort: AbortController;
  waiting: number;
}

/** @param clock - the time, for the half-life of tokens */
export function createSharedTokens(clock: () => Date): SharedTokens {
  const tokens = new Map<string, HeldToken>();
  const calls = new Map<string, CallInFlight>();

  const startCall = (key: string, fetch: FetchToken): CallInFlight => {
    const abort = new AbortController();
    const askedAtMs = clock().getTime();
    const held = fetch(abort.signal).then((token) => {
      const heldToken = { token, staleAtMs: halfLifeMs(token, askedAtMs), holders: 0 };
      // Nobody waits any more: nobody would ever let go of it.
      if (call.waiting > 0) tokens.set(key, heldToken);
      return heldToken;
    });
    const call: CallInFlight = { held, abort, waiting: 0 };
    calls.set(key, call);
    const forget = () => {
      if (calls.get(key) === call) calls.delete(key);
    };
    held.then(forget, forget);
    return call;
  };

  const join = async (key: string, call: CallInFlight, signal: AbortSignal): Promise<HeldToken> => {
    call.waiting += 1;
    try {
      return await untilAborted(call.held, signal);
    } finally {
      call.waiting -= 1;
      if (signal.aborted && call.waiting === 0) {
        // Out of the map first: whoever asks next must not join a call that is being aborted.
        if (calls.get(key) === call) calls.delete(key);
        call.abort.abort(signal.reason);
        // The token may have come at the very moment at which the last one gave up.
        if (tokens.get(key)?.holders === 0) tokens.delete(key);
      }
    }
  };

  const hold = (key: string, held: HeldToken): TokenLease => {
    held.holders += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      held.holders -= 1;
      if (held.holders === 0 && tokens.get(key) === held) tokens.delete(key);
    };
    return { token: held.token, release };
  };

  return {
    async lease(key, fetch, signal) {
      signal.throwIfAborted();
      const held = tokens.get(key);
      if (held && clock().getTime() < held.staleAtMs) return hold(key, held);
      return hold(key, await join(key, calls.get(key) ?? startCall(key, fetch), signal));
    },
  };
}

function halfLifeMs(token: AuthorizationToken, askedAtMs: number): number {
  return askedAtMs + (Date.parse(token.expiresAt) - askedAtMs) / 2;
}
