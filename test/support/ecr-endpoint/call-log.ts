/** A request to the API (everything but the registry's `/v2/`), as it stands now. */
export interface EcrCall {
  readonly path: string;
  /** From the credential scope; believe it only if `verified`, as all that follows. */
  readonly region: string | undefined;
  /** The `X-Amz-Target` header. */
  readonly target: string | undefined;
  readonly registryIds: readonly string[];
  readonly accessKeyId: string | undefined;
  readonly userAgent: string | undefined;
  /** Whether the signature was right. */
  readonly verified: boolean;
  /** When it arrived, by the endpoint's clock without any skew. */
  readonly at: Date;
  /** The HTTP status sent; `undefined` as long as there is none, for ever if the call hangs or is reset. */
  readonly status: number | undefined;
  /** The client went away before it had the whole answer. */
  readonly aborted: boolean;
}

/** The calls so far, and a way to wait for one. */
export interface CallLog {
  readonly calls: readonly EcrCall[];
  /** Adds a call that has arrived; the returned function notes what becomes of it. */
  add(call: EcrCall): (change: Partial<Pick<EcrCall, 'status' | 'aborted'>>) => void;
  /** @see EcrEndpoint.waitForCall */
  waitFor(predicate: (call: EcrCall) => boolean, timeoutMs: number): Promise<EcrCall>;
}

/** An empty log. */
export function createCallLog(): CallLog {
  const calls: EcrCall[] = [];
  const watchers = new Set<() => void>();
  const notify = () => {
    for (const watch of [...watchers]) watch();
  };
  return {
    calls,
    add(call) {
      const live = { ...call };
      calls.push(live);
      notify();
      return (change) => {
        Object.assign(live, change);
        notify();
      };
    },
    waitFor: (predicate, timeoutMs) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          watchers.delete(watch);
          settle();
        };
        const watch = () => {
          try {
            const call = calls.find(predicate);
            if (call) finish(() => resolve(call));
          } catch (error) {
            finish(() => reject(error));
          }
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`no such call to the ECR endpoint in ${timeoutMs} ms`))),
          timeoutMs,
        );
        watchers.add(watch);
        watch();
      }),
  };
}
