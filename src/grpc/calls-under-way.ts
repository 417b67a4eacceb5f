/** The calls that a server is busy with. */
export interface CallsUnderWay {
  /** @returns what aborts the call, to be handed back to `end` */
  begin(): AbortController;
  /** The call has its answer. */
  end(call: AbortController): void;
  has(call: AbortController): boolean;
  /** Ends the work of all calls under way, and of no later one. */
  abortAll(): void;
}

/** Reactions to the calls. */
export interface CallsUnderWayOptions {
  /** Called when many calls have been answered without a pause, and then none comes for a while. */
  readonly onCrowdGone: () => void;
}

/** Fewer leave too little behind to be worth a reaction. */
export const crowdSize = 200;
/** No call for so long means that nobody waits. */
export const quietMs = 100;

/** Keeps account of calls; it starts with none. */
export function createCallsUnderWay({ onCrowdGone }: CallsUnderWayOptions): CallsUnderWay {
  const calls = new Set<AbortController>();
  let answered = 0;
  let quiet: NodeJS.Timeout | undefined;

  const becomeQuiet = () => {
    const crowd = answered;
    answered = 0;
    if (crowd >= crowdSize) onCrowdGone();
  };
  return {
    begin() {
      clearTimeout(quiet);
      const call = new AbortController();
      calls.add(call);
      return call;
    },
    end(call) {
      calls.delete(call);
      answered += 1;
      if (calls.size === 0) quiet = setTimeout(becomeQuiet, quietMs).unref();
    },
    has: (call) => calls.has(call),
    abortAll() {
      for (const call of calls) call.abort();
    },
  };
}
