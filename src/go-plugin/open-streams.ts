/** A stream that lives as long as the host wants, seen from the server. */
interface EndableCall {
  end(): unknown;
  once(event: 'cancelled' | 'finish', listener: () => void): unknown;
}

/** The streams that hosts leave open; a graceful shutdown would wait for them for ever. */
export interface OpenStreams {
  add(call: EndableCall): void;
  /** Ends all of them; the client sees status OK. */
  endAll(): void;
}

export function createOpenStreams(): OpenStreams {
  const open = new Set<EndableCall>();
  return {
    add(call) {
      open.add(call);
      call.once('cancelled', () => open.delete(call));
      call.once('finish', () => open.delete(call));
    },
    endAll() {
      for (const call of open) call.end();
      open.clear();
    },
  };
}
