import { describe, expect, test } from 'vitest';
import { kerasForTests } from '../../testing/keras-for-tests.ts';
import { createRandom } from '../training/random.ts';
import type { Shape } from './define-block.ts';
import {
  biasInitializers,
  constant,
  drawValues,
  drawWeight,
  fans,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  identity,
  initializers,
  kernelInitializers,
  lecunNormal,
  lecunUniform,
  ones,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
  zeros,
} from './initializers.ts';
import { isKerasObject, kerasObjectOf } from './keras-form.ts';
import { type ComponentValue, componentSchema, componentValue } from './params.ts';

const keras = kerasForTests();

const dense: Shape = [200, 300];
const convolution: Shape = [3, 5, 40, 60];

interface Spread {
  readonly mean: number;
  readonly stddev: number;
  readonly largest: number;
}

function spreadOf(values: ArrayLike<number>): Spread {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  return { mean, stddev: Math.sqrt(variance), largest };
}

const random: readonly (readonly [string, ComponentValue])[] = [
  ...[glorotUniform, glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal].map(
    (initializer): [string, ComponentValue] => [initializer.type, componentValue(initializer)],
  ),
  ['RandomNormal', componentValue(randomNormal, { mean: 0.5, stddev: 0.2 })],
  ['RandomUniform', componentValue(randomUniform, { minval: -0.1, maxval: 0.4 })],
  ['TruncatedNormal', componentValue(truncatedNormal, { mean: -0.5, stddev: 0.3 })],
  ...(['fan_in', 'fan_out', 'fan_avg'] as const).flatMap((mode) =>
    (['truncated_normal', 'untruncated_normal', 'uniform'] as const).map((distribution): [string, ComponentValue] => [
      `VarianceScaling ${mode} ${distribution}`,
      componentValue(varianceScaling, { scale: 3, mode, distribution }),
    ]),
  ),
];

describe.each([
  ['a Dense kernel', dense],
  ['a Conv2D kernel', convolution],
  ['a bias', [60000]],
])('for %s', (_, shape) => {
  test.each(random)('%s spreads as in Keras', async (name, value) => {
    const { className, config } = kerasObjectOf(initializers, value);
    const source = `
values = np.asarray(getattr(keras.initializers, input["className"])(**{**input["config"], "seed": 7})(input["shape"]))
output = {"mean": values.mean(), "stddev": values.std(), "largest": np.abs(values - values.mean()).max()}
`;
    const theirs = await keras.run<Spread>(source, { className, config, shape });
    const ours = spreadOf(drawValues(value, createRandom(name), shape));
    // 60,000 draws or more a side: a standard error of 0.4 percent for the mean, 0.3 for the spread.
    expect(Math.abs(ours.mean - theirs.mean) / theirs.stddev).toBeLessThan(0.03);
    expect(Math.abs(ours.stddev / theirs.stddev - 1)).toBeLessThan(0.02);
    const bounded = !(name.includes('untruncated') || name === 'RandomNormal');
    // Where the distribution ends, both come close to its end; else only the order of size is the same.
    expect(Math.abs(ours.largest / theirs.largest - 1)).toBeLessThan(bounded ? 0.02 : 0.3);
  });
});

test.each([
  [[], 1, 1],
  [[7], 7, 7],
  [[3, 4], 3, 4],
  [[5, 3, 4], 15, 20],
  [[3, 5, 4, 6], 60, 90],
])('the fans of %j are %d in and %d out', async (shape, fanIn, fanOut) => {
  expect(fans(shape)).toEqual({ fanIn, fanOut });
  const theirs = await keras.run<number[]>(
    'from keras.src.initializers.random_initializers import compute_fans\noutput = list(compute_fans(tuple(input)))',
    shape,
  );
  expect(theirs).toEqual([fanIn, fanOut]);
});

test('fixed initializers give their numbers', () => {
  const draw = (value: ComponentValue, shape: Shape) => [...drawValues(value, createRandom(1), shape)];
  expect(draw(componentValue(zeros), [2, 2])).toEqual([0, 0, 0, 0]);
  expect(draw(componentValue(ones), [3])).toEqual([1, 1, 1]);
  expect(draw(componentValue(constant, { value: -2.5 }), [2])).toEqual([-2.5, -2.5]);
  expect(draw(componentValue(identity, { gain: 2 }), [2, 3])).toEqual([2, 0, 0, 0, 2, 0]);
  expect(draw(componentValue(identity), [3, 2])).toEqual([1, 0, 0, 1, 0, 0]);
});

test.each([[[6, 6]], [[4, 9]], [[9, 4]], [[1, 5]], [[5, 1]], [[3, 2, 2, 5]], [[64, 256]]])(
  'Orthogonal of %j has orthogonal rows or columns of the length of its gain',
  (shape) => {
    const gain = 1.5;
    const values = drawValues(componentValue(orthogonal, { gain }), createRandom('orthogonal'), shape);
    const columns = shape.at(-1)!;
    const rows = values.length / columns;
    const byColumn = rows >= columns;
    const count = byColumn ? columns : rows;
    const at = (vector: number, i: number) => values[byColumn ? i * columns + vector : vector * columns + i]!;
    for (let a = 0; a < count; a++) {
      for (let b = a; b < count; b++) {
        let product = 0;
        for (let i = 0; i < (byColumn ? rows : columns); i++) product += at(a, i) * at(b, i);
        expect(Math.abs(product - (a === b ? gain ** 2 : 0))).toBeLessThan(1e-5);
      }
    }
  },
);

test('Orthogonal prefers no direction', () => {
  const generator = createRandom('directions');
  let sum = 0;
  const draws = 400;
  for (let i = 0; i < draws; i++) sum += drawValues(componentValue(orthogonal), generator, [3, 3])[0]!;
  // The first element has mean 0 and variance 1/3.
  expect(Math.abs(sum / draws)).toBeLessThan(4 * Math.sqrt(1 / 3 / draws));
});

test('initializers refuse shapes that they have no values for', () => {
  expect(() => drawValues(componentValue(orthogonal), createRandom(1), [4])).toThrow(
    'Orthogonal fills weights of at least 2 dimensions. Received: [4].',
  );
  expect(() => drawValues(componentValue(identity), createRandom(1), [1, 2, 3])).toThrow(
    'Identity fills weights of 2 dimensions. Received: [1, 2, 3].',
  );
  expect(() => drawValues({ type: 'Ten' }, createRandom(1), [1])).toThrow('Received: Ten.');
});

test('Random uniform is refused where its limits are the wrong way round', () => {
  const schema = componentSchema(initializers);
  const limits = (minval: number, maxval: number) =>
    schema.safeParse(componentValue(randomUniform, { minval, maxval }));
  expect(limits(-1, 1).success).toBe(true);
  expect(limits(1, 1).success).toBe(true);
  expect(limits(1, -1).error?.issues[0]?.message).toBe('a range whose From is at most its To');
});

test('every list offers only what fits its weights', () => {
  for (const initializer of biasInitializers)
    expect(drawValues(componentValue(initializer), createRandom(1), [3]).length).toBe(3);
  for (const initializer of kernelInitializers) {
    expect(drawValues(componentValue(initializer), createRandom(1), [2, 2, 3, 4]).length).toBe(48);
  }
  for (const initializer of initializers)
    expect(drawValues(componentValue(initializer), createRandom(1), [3, 4]).length).toBe(12);
});

test('the same seed draws the same weight', () => {
  const weight = { shape: [4, 4], initializer: componentValue(glorotUniform) };
  expect(drawWeight(weight, createRandom(5))).toEqual(drawWeight(weight, createRandom(5)));
  expect(drawWeight(weight, createRandom(5))).not.toEqual(drawWeight(weight, createRandom(6)));
});

test('every initializer is one that Keras has, with the same defaults', async () => {
  const objects = initializers.map((initializer) => kerasObjectOf(initializers, componentValue(initializer)));
  expect(objects.every(isKerasObject)).toBe(true);
  const theirs = await keras.run<{ type: string; config: Record<string, unknown> }[]>(
    `
output = []
for each in input:
    made = getattr(keras.initializers, each["className"])()
    config = {**vars(made), **made.get_config()}  # Identity does not tell its gain
    output.append({key: config[key] for key in each["config"]})
`,
    objects,
  );
  expect(theirs).toEqual(objects.map(({ config }) => config));
});
