import { expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { createRandom } from '../training/random.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { normalNumbers } from './normal-numbers.ts';

testBlock(gaussianNoise, [
  { name: 'in use', inputs: [{ shape: [6] }], multiplyAdds: 0 },
  { name: 'in training', params: { stddev: 1 }, inputs: [{ shape: [8, 6] }], training: true },
  { name: 'in training with a mask', inputs: [{ shape: [3, 6], masked: true }], training: true },
  { name: 'no noise in training', params: { stddev: 0 }, inputs: [{ shape: [6] }], training: true },
  { name: 'one picture in training', inputs: [{ shape: [3, 3, 2] }], batch: 1, training: true },
]);

onEachEngine('normal numbers', (engine) => {
  const drawn = async (uniform: Float32Array) => {
    const { tf } = await startEngine(engine);
    const numbers = tf.tidy(() => normalNumbers({ tf, uniform: () => tf.tensor1d(uniform) }, [uniform.length]));
    const values = await numbers.data();
    numbers.dispose();
    return values as Float32Array;
  };

  test('are spread as a normal distribution is', async () => {
    const count = 100_000;
    const values = await drawn(createRandom('normal numbers').uniform(count));
    const share = (limit: number) => values.filter((value) => Math.abs(value) < limit).length / count;
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    // Within four standard deviations of what 100,000 numbers give.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count));
    for (const [limit, expected] of [
      [0.5, 0.382925],
      [1, 0.682689],
      [2, 0.9545],
      [3, 0.9973],
    ] as const) {
      const spread = Math.sqrt((expected * (1 - expected)) / count);
      expect(Math.abs(share(limit) - expected)).toBeLessThan(4 * spread);
    }
  });

  test('are finite at both ends, and exact in the tails', async () => {
    const values = await drawn(Float32Array.of(0, 0.5, 0.975, 0.999, 1 - 2 ** -24));
    const expected = [-5.41, 0, 1.959964, 3.090232, 5.29];
    for (const [index, value] of values.entries()) {
      const isEnd = index === 0 || index === 4;
      expect(Math.abs(value - expected[index]!)).toBeLessThan(isEnd ? 0.2 : 2e-5);
    }
  });
});

test('GaussianNoise needs decimal numbers', () => {
  expect(wordsOfProblem(gaussianNoise, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'GaussianNoise computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('a GaussianNoise card shows its spread', () => {
  expect(gaussianNoise.summary({ stddev: 0.25 }, [])).toEqual(['spread 0.25']);
});
