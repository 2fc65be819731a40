/** How a stretch of training runs: by batches alone, in the loop of a run whose events nobody takes, or with them sent to a client. */
export type Way = 'bare' | 'silent' | 'streamed';

/** What a stretch took in the engine's process. */
export interface Stretch {
  readonly way: Way;
  readonly epochs: number;
  readonly steps: number;
  /** Messages to the client. */
  readonly sent: number;
  readonly milliseconds: number;
  /** Of all threads. */
  readonly cpuMilliseconds: number;
  /** Of both, what posting took. */
  readonly posting: { readonly milliseconds: number; readonly cpuMilliseconds: number };
}
