import { createRandom, deriveSeed, type Seed } from '../../../shared/training/random.ts';
import { paddingToken, unknownToken } from './tokenizers/tokens.ts';

/** How words are left out of sequences in training, so that a model does not lean on any one of them. */
export interface WordDropout {
  /** How likely each token is to become the unknown one, 0 to 1. */
  readonly probability: number;
  /** Of the run and the epoch: another in each, else the same words are gone in all. */
  readonly seed: Seed;
}

/**
 * The sequences with some of their tokens unknown, in an array of their own. `rows` are the rows of the dataset, one for each sequence:
 * what a row loses depends on the seed and its number alone, not on its place in a batch nor on its padding, which stays.
 */
export function dropWords(
  sequences: Int32Array,
  rows: ArrayLike<number>,
  { probability, seed }: WordDropout,
): Int32Array {
  const length = sequences.length / rows.length;
  if (rows.length > 0 && !Number.isInteger(length)) {
    throw new RangeError(
      `Sequences of ${rows.length} rows have ${rows.length} times as many tokens as one. Received: ${sequences.length} tokens`,
    );
  }
  const dropped = sequences.slice();
  for (let i = 0; i < rows.length; i++) {
    const mask = createRandom(deriveSeed(seed, 'word-dropout', rows[i]!)).mask(length, probability);
    let word = 0;
    for (let at = i * length; at < (i + 1) * length; at++) {
      if (dropped[at] !== paddingToken && mask[word++] === 1) dropped[at] = unknownToken;
    }
  }
  return dropped;
}
