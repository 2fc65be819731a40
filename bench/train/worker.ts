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
  /** Every batch trained once, after some that are not timed. */
  readonly train: { readonly milliseconds: number; readonly peakBytes: number };
}

/** A program that can be timed. */
export interface Trainer {
  /** Opens a network and makes so many updates. */
  open(network: OpenedNetwork, updates: number): Promise<Answers['open']>;
  /** Trains on the first batches, or on every one, once. */
  train(batches: number): Promise<void>;
}

/** Batches trained before each stretch that is timed; `peer.py` has the same. */
const warmUp = 5;

/** Answers requests on standard input until it ends. */
export async function serve(trainer: Trainer): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.ask === 'open') console.log(JSON.stringify(await trainer.open(request.network, request.updates)));
    else {
      // Its memory has gone cold while others had their turn: what bringing it back takes is no part of a step.
      await trainer.train(warmUp);
      const begin = performance.now();
      await trainer.train(Number.POSITIVE_INFINITY);
      const milliseconds = performance.now() - begin;
      console.log(JSON.stringify({ milliseconds, peakBytes: process.resourceUsage().maxRSS * 1024 }));
    }
  }
}
