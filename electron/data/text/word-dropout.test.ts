import { expect, test } from 'vitest';
import { createRandom, deriveSeed } from '../../../shared/training/random.ts';
import { dropWords } from './word-dropout.ts';

const sequences = Int32Array.of(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 0, 0, 0, 0, 0, 15, 16, 17, 18);
const how = { probability: 0.4, seed: 3 };

test('each token becomes unknown where the mask of its row says so, and no padding does', () => {
  const expected = sequences.slice();
  for (const [at, row] of [70, 71].entries()) {
    const mask = createRandom(deriveSeed(3, 'word-dropout', row)).mask(10, 0.4);
    const start = at === 0 ? 0 : 16;
    const count = at === 0 ? 10 : 4;
    for (let word = 0; word < count; word++) if (mask[word] === 1) expected[start + word] = 1;
  }
  const dropped = dropWords(sequences, [70, 71], how);
  expect([...dropped]).toEqual([...expected]);
  // Drawn once: it changes only if the generator, the seed of a row or the order of what is drawn does.
  expect([...dropped]).toEqual([5, 6, 1, 8, 9, 10, 11, 12, 13, 1, 0, 0, 0, 0, 0, 0, 15, 16, 1, 18]);
});

test('a row loses the same whatever it is batched with and wherever its padding is', () => {
  const [alone] = [dropWords(Int32Array.of(15, 16, 17, 18, 0, 0), [71], how)];
  expect([...alone.subarray(0, 4)]).toEqual([...dropWords(sequences, [70, 71], how).subarray(16)]);
});

test('rows and epochs lose different words', () => {
  const same = new Int32Array(200).fill(9);
  const dropped = dropWords(same, [1, 2], { probability: 0.5, seed: 1 });
  expect(dropped.subarray(0, 100)).not.toEqual(dropped.subarray(100));
  expect(dropWords(same, [1, 2], { probability: 0.5, seed: 2 })).not.toEqual(dropped);
});

test('the given sequences stay as they are', () => {
  const before = [...sequences];
  dropWords(sequences, [0, 1], { probability: 1, seed: 1 });
  expect([...sequences]).toEqual(before);
});

test('a probability of 0 drops nothing, 1 everything but padding, and others are refused', () => {
  expect([...dropWords(sequences, [0, 1], { probability: 0, seed: 1 })]).toEqual([...sequences]);
  expect([...dropWords(sequences, [0, 1], { probability: 1, seed: 1 })]).toEqual(
    [...sequences].map((token) => Math.min(token, 1)),
  );
  expect(() => dropWords(sequences, [0, 1], { probability: 1.1, seed: 1 })).toThrow(
    'A probability lies between 0 and 1. Received: 1.1',
  );
});

test('about as many tokens are dropped as the probability says', () => {
  const tokens = new Int32Array(100_000).fill(7);
  const rows = Array.from({ length: 100 }, (_, row) => row);
  const dropped = dropWords(tokens, rows, { probability: 0.1, seed: 5 }).filter((token) => token === 1).length;
  // Five standard deviations of a binomial distribution.
  expect(Math.abs(dropped - 10_000)).toBeLessThan(5 * Math.sqrt(100_000 * 0.1 * 0.9));
});

test('no rows have no sequences, and sequences of several lengths are refused', () => {
  expect(dropWords(new Int32Array(0), [], how).length).toBe(0);
  expect(() => dropWords(new Int32Array(5), [0, 1], how)).toThrow('Received: 5 tokens');
});
