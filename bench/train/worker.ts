import { createInterface } from 'node:readline';

/** The shape and kind of one tensor in the files of a network. */
export interface TensorForm {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** A network as every program gets it, so that all train the same one from the same numbers. */
export interface OpenedNetwork {
  readonly name: string;
  /** Has `model.json`, `keras.py`, `weights.bin` and, one after the other for all batches, `inputs.bin` and `targets.bin`. */
  readonly folder: string;
  /** Keras's layers with weights, in the order of `weights.bin`. */
  readonly layers: readonly {
    readonly name: string;
    readonly weights: readonly { readonly key: string; readonly shape: readonly number[] }[];
  }[];
  /** Rows of a batch, and batches there are. */
  readonly rows: number;
  readonly batches: number;
  /** Of one row. */
  readonly input: TensorForm;
  readonly target: TensorForm;
}

/** What a program that is timed is told, one JSON object a line. */
export type Request =
  | { readonly ask: 'open'; readonly network: OpenedNetwork; readonly updates: number }
  | { readonly ask: 'train' };

/** What it answers, one line each. */
export interface Answers {
  /** Loss before each of the first updates, and versions of what computes. */
  readonly open: { readonly losses: readonly number[]; readonly versions: Readonly<Record<string, string>> };
  /** What training every batch once takes, of the passes of a stretch. */
  readonly train: { readonly milliseconds: number; readonly peakBytes: number };
}

/** A program that can be timed. */
export interface Trainer {
  /** Opens a network and makes so many updates. */
  open(network: OpenedNetwork, updates: number): Promise<Answers['open']>;
  /** Trains on the first batches, or on every one, once. */
  train(batches: number): Promise<void>;
}

/**
 * Milliseconds that a program trains, by a few batches at a time, before a stretch is timed, and at least within it. Its memory has gone
 * cold while others had their turn, and to bring it back is no part of a step. `peer.py` has the same.
 */
const warmUp = { least: 500, batches: 5 };
const stretch = 1000;

/** Answers requests on standard input until it ends. */
export async function serve(trainer: Trainer): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.ask === 'open') console.log(JSON.stringify(await trainer.open(request.network, request.updates)));
    else {
      await repeat(warmUp.least, () => trainer.train(warmUp.batches));
      const milliseconds = await repeat(stretch, () => trainer.train(Number.POSITIVE_INFINITY));
      console.log(JSON.stringify({ milliseconds, peakBytes: process.resourceUsage().maxRSS * 1024 }));
    }
  }
}

/** Does something again and again for so many milliseconds at least, and once at least; answers how many it takes. */
async function repeat(least: number, run: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  for (let times = 1; ; times++) {
    await run();
    const taken = performance.now() - begin;
    if (taken >= least) return taken / times;
  }
}
