/** Work under names of the callers' own, by which it is cancelled. */
export interface UnderWay {
  /** Does some work; its signal is aborted when that is cancelled. */
  run<Answer>(name: string, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** Cancels the work of a name, if there is some. */
  cancel(name: string): void;
  /** Cancels all of it, and resolves when it has ended. */
  close(): Promise<void>;
}

/** Where nothing is under way yet. */
export function createUnderWay(): UnderWay {
  const underWay = new Map<string, { readonly ending: AbortController; readonly ended: Promise<unknown> }>();
  return {
    async run(name, work) {
      const ending = new AbortController();
      const ended = work(ending.signal);
      const started = { ending, ended };
      underWay.set(name, started);
      try {
        return await ended;
      } finally {
        // Another of its name may be under way by now.
        if (underWay.get(name) === started) underWay.delete(name);
      }
    },
    cancel: (name) => underWay.get(name)?.ending.abort(),
    async close() {
      const all = [...underWay.values()];
      for (const { ending } of all) ending.abort();
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
