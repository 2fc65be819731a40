import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../shared/training/random.ts';
import { type SamplingOptions, sampleToken, tokenProbabilities } from './sampling.ts';

const logits = Float32Array.of(1, 3, 2, 3, -1);

function probabilities(options: Partial<SamplingOptions>, of: ArrayLike<number> = logits): number[] {
  return [...tokenProbabilities(of, { temperature: 1, topK: null, ...options })];
}

function softmax(scores: readonly number[]): number[] {
  const weights = scores.map(Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function expectClose(received: readonly number[], expected: readonly number[]): void {
  expect(received.length).toBe(expected.length);
  received.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at]!, 12);
  });
}

const never = Number.NEGATIVE_INFINITY;

describe('the probabilities of the next token', () => {
  test('are the softmax of the logits divided by the temperature', () => {
    expectClose(probabilities({}), softmax([1, 3, 2, 3, -1]));
    expectClose(probabilities({ temperature: 0.5 }), softmax([2, 6, 4, 6, -2]));
  });

  test('are of the likeliest alone, exactly as many as are asked for', () => {
    expectClose(probabilities({ topK: 3 }), softmax([never, 3, 2, 3, never]));
    expectClose(probabilities({ topK: 1 }), [0, 1, 0, 0, 0]);
    expectClose(probabilities({ topK: 2, temperature: 7 }, [5, 5, 5]), [0.5, 0.5, 0]);
    expectClose(probabilities({ topK: 100 }), softmax([1, 3, 2, 3, -1]));
  });

  test('are all of the likeliest at temperature 0, of two the one with the smaller number', () => {
    expect(probabilities({ temperature: 0 })).toEqual([0, 1, 0, 0, 0]);
    expect(probabilities({ temperature: 0, excluded: [1] })).toEqual([0, 0, 0, 1, 0]);
  });

  test('are 0 for excluded tokens, which take no place among the likeliest', () => {
    expectClose(probabilities({ topK: 2, excluded: [1, 3] }), softmax([1, never, 2, never, never]));
  });

  test('are right for logits beyond the range of exponentials, and for impossible ones', () => {
    expectClose(probabilities({}, [1000, 999, -1000, never]), softmax([0, -1, never, never]));
    expectClose(probabilities({ temperature: 1e-300 }, [1, 2]), [0, 1]);
  });

  test.each<[string, Partial<SamplingOptions>, number[], string]>([
    ['a logit that is no number', {}, [1, Number.NaN], 'A logit is a number. Received: NaN for token 1'],
    ['an infinite logit', {}, [Number.POSITIVE_INFINITY], 'Received: Infinity for token 0'],
    ['no token left', { excluded: [0] }, [1], 'One token at least may be chosen. Received: none'],
    ['a temperature below 0', { temperature: -1 }, [1], 'The temperature is a number of at least 0. Received: -1'],
    ['no likeliest', { topK: 0 }, [1], 'a whole number of at least 1. Received: 0'],
  ])('are refused for %s', (_, options, of, message) => {
    expect(() => probabilities(options, of)).toThrow(message);
  });
});

describe('the next token', () => {
  const options = { temperature: 0.8, topK: 4 };

  test('is the same for the same seed', () => {
    const draw = () => {
      const random = createRandom(7);
      return Array.from({ length: 50 }, () => sampleToken(logits, options, random));
    };
    expect(draw()).toEqual(draw());
    expect(new Set(draw()).size).toBeGreaterThan(2);
  });

  test('comes as often as its probability says', () => {
    const random = createRandom(1);
    const draws = 20_000;
    const counts = new Array<number>(logits.length).fill(0);
    for (let i = 0; i < draws; i++) counts[sampleToken(logits, options, random)]!++;
    // Pearson's statistic: with 3 degrees of freedom it exceeds 16.3 once in a thousand seeds.
    const statistic = probabilities(options).reduce((sum, probability, token) => {
      if (probability === 0) {
        expect(counts[token]).toBe(0);
        return sum;
      }
      return sum + (counts[token]! - draws * probability) ** 2 / (draws * probability);
    }, 0);
    expect(statistic).toBeLessThan(16.3);
  });
});
