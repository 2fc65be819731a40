import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../testing/backends.ts';
import type { BlockDefinition, Tfjs } from '../../blocks/define-block.ts';
import { randomBrightness } from '../../blocks/random-brightness.ts';
import { randomContrast } from '../../blocks/random-contrast.ts';
import { randomFlip } from '../../blocks/random-flip.ts';
import { randomRotation } from '../../blocks/random-rotation.ts';
import { randomTranslation } from '../../blocks/random-translation.ts';
import { randomZoom } from '../../blocks/random-zoom.ts';
import { createRandom, type Random } from '../../training/random.ts';
import { rowRandom } from './draw.ts';
import { addNoise } from './gaussian-noise.ts';
import type { ImageValues } from './image-values.ts';
import {
  type Augmentation,
  type AugmentationName,
  augmentationOf,
  augmentationSchema,
  augmentations,
  augmentImage,
} from './index.ts';
import { drawShare, mixRows } from './mix-up.ts';

/** 0, 1/100, 2/100 and so on, row by row. */
function counted(height: number, width: number, channels = 1): ImageValues {
  const data = Float32Array.from({ length: height * width * channels }, (_, at) => at / 100);
  return { data, height, width, channels };
}

/** Draws the numbers that are given, one after the other. */
function draws(...numbers: readonly number[]): Random {
  const left = [...numbers];
  const next = () => left.shift() ?? Number.NaN;
  return {
    ...createRandom(1),
    uniform: (count: number) => Float32Array.from({ length: count }, next),
    integer: (below: number) => Math.min(below - 1, Math.floor(next() * below)),
  };
}

function stepOf<Name extends AugmentationName>(name: Name, settings: Readonly<Record<string, unknown>> = {}) {
  return augmentationSchema.parse({ ...augmentationOf({ step: name }).defaults, ...settings });
}

/** An image after a step, as rows of hundredths. */
function rowsAfter(step: Augmentation, image: ImageValues, random: Random): number[][] {
  const data = augmentImage(step, image, random);
  const size = image.width * image.channels;
  return Array.from({ length: image.height }, (_, row) =>
    Array.from(data.subarray(row * size, (row + 1) * size), (value) => Number((value * 100).toFixed(4))),
  );
}

describe('a step', () => {
  test.each([
    [
      0.25,
      [
        [2, 5, 8],
        [1, 4, 7],
        [0, 3, 6],
      ],
    ],
    [
      0.5,
      [
        [8, 7, 6],
        [5, 4, 3],
        [2, 1, 0],
      ],
    ],
    [
      0.75,
      [
        [6, 3, 0],
        [7, 4, 1],
        [8, 5, 2],
      ],
    ],
    [
      -0.25,
      [
        [6, 3, 0],
        [7, 4, 1],
        [8, 5, 2],
      ],
    ],
    [
      1,
      [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
      ],
    ],
  ])('of rotation turns by %d of a whole turn as numpy.rot90 does, to the last bit', (turns, expected) => {
    for (const interpolation of ['nearest', 'bilinear']) {
      const step = stepOf('random-rotation', { factor: [turns, turns], interpolation });
      expect(rowsAfter(step, counted(3, 3), draws(0))).toEqual(expected);
      // Points that come from whole points are those points.
      const turned = augmentImage(step, counted(4, 4), draws(0));
      expect([...turned].sort((one, other) => one - other)).toEqual([...counted(4, 4).data]);
    }
  });

  test('of zoom shows half of a side twice as large, or all of it half as large', () => {
    const nearer = stepOf('random-zoom', { heightFactor: [-0.5, -0.5], interpolation: 'nearest' });
    // Points at -0.75, -0.25, 0.25, 0.75 about the middle.
    expect(rowsAfter(nearer, counted(4, 4), draws(0))).toEqual([
      [5, 5, 6, 6],
      [5, 5, 6, 6],
      [9, 9, 10, 10],
      [9, 9, 10, 10],
    ]);
    const farther = stepOf('random-zoom', { heightFactor: [1, 1], fillMode: 'constant', fillValue: 0.5 });
    // Points at -3, -1, 1, 3 about the middle: the two in the middle lie between four each.
    expect(rowsAfter(farther, counted(4, 4), draws(0))).toEqual([
      [50, 50, 50, 50],
      [50, 2.5, 4.5, 50],
      [50, 10.5, 12.5, 50],
      [50, 50, 50, 50],
    ]);
  });

  test.each([
    [
      'horizontal',
      [
        [1, 0],
        [3, 2],
        [5, 4],
      ],
    ],
    [
      'vertical',
      [
        [4, 5],
        [2, 3],
        [0, 1],
      ],
    ],
    [
      'horizontal_and_vertical',
      [
        [5, 4],
        [3, 2],
        [1, 0],
      ],
    ],
  ])('of flip mirrors %s where at most a half is drawn', (mode, expected) => {
    const step = stepOf('random-flip', { mode });
    expect(rowsAfter(step, counted(3, 2), draws(0.5))).toEqual(expected);
    expect(rowsAfter(step, counted(3, 2), draws(0.51))).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    // The values of a pixel stay together.
    expect(rowsAfter(stepOf('random-flip', { mode: 'horizontal' }), counted(1, 2, 3), draws(0))).toEqual([
      [3, 4, 5, 0, 1, 2],
    ]);
  });

  test('of crop cuts a window from the place that is drawn and brings it to the size of the image', () => {
    const step = stepOf('random-crop', { scale: [0.5, 0.51], interpolation: 'nearest' });
    // The window of 2 by 2 whose first row is 1 and first column 2.
    expect(rowsAfter(step, counted(4, 4), draws(0, 1 / 3, 2 / 3))).toEqual([
      [6, 6, 7, 7],
      [6, 6, 7, 7],
      [10, 10, 11, 11],
      [10, 10, 11, 11],
    ]);
    const smooth = stepOf('random-crop', { scale: [0.5, 0.51] });
    // As Keras's Resizing does with bilinear: 1/4 and 3/4 of the way between the two, and the border beyond them.
    expect(rowsAfter(smooth, counted(4, 4), draws(0, 0, 0))[0]).toEqual([0, 0.25, 0.75, 1]);
    expect(rowsAfter(stepOf('random-crop', { scale: [0.9, 1] }), counted(4, 4), draws(1, 0, 0))[0]).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test('of translation fills what is missing as its fill mode says', () => {
    const moved = (fillMode: string) =>
      rowsAfter(
        stepOf('random-translation', { heightFactor: 0, widthFactor: [0.5, 0.5], fillMode, fillValue: 0.5 }),
        counted(1, 4),
        draws(0, 0),
      )[0];
    expect(moved('reflect')).toEqual([1, 0, 0, 1]);
    expect(moved('constant')).toEqual([50, 50, 0, 1]);
    expect(moved('wrap')).toEqual([2, 3, 0, 1]);
    expect(moved('nearest')).toEqual([0, 0, 0, 1]);
  });

  test('of cutout covers a square that may lie beyond the border', () => {
    const step = stepOf('cutout', { size: 0.5, fillValue: 1 });
    expect(rowsAfter(step, counted(4, 4), draws(0.5, 0.5))).toEqual([
      [0, 1, 2, 3],
      [4, 100, 100, 7],
      [8, 100, 100, 11],
      [12, 13, 14, 15],
    ]);
    expect(rowsAfter(step, counted(2, 2), draws(0, 0.99))).toEqual([
      [0, 100],
      [2, 3],
    ]);
    // 1 of 2: with its middle at the first point it begins there.
    expect(rowsAfter(stepOf('cutout', { size: 1, fillValue: 1 }), counted(2, 2), draws(0, 0))).toEqual([
      [100, 1],
      [2, 3],
    ]);
  });

  test('of noise has the standard deviation that is set, and keeps images between 0 and 1', () => {
    const image = { data: new Float32Array(40_000).fill(0.5), height: 200, width: 200, channels: 1 };
    const noisy = augmentImage(stepOf('gaussian-noise', { stddev: 0.1 }), image, createRandom(3));
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(deviation).toBeCloseTo(0.1, 2);
    const strong = augmentImage(stepOf('gaussian-noise', { stddev: 1 }), image, createRandom(3));
    expect([Math.min(...strong), Math.max(...strong)]).toEqual([0, 1]);
    const row = Float32Array.of(1, 2, 3);
    addNoise({ stddev: 1 }, row, [1], createRandom(3));
    expect([row[0], row[2]]).toEqual([1, 3]);
    expect(row[1]).not.toBe(2);
  });

  test('of mixup takes shares of Beta(alpha, alpha): mean 1/2, variance 1 / (4 (2 alpha + 1))', () => {
    for (const alpha of [0.05, 0.2, 1, 4]) {
      const random = createRandom(7);
      const shares = Array.from({ length: 20_000 }, () => drawShare({ alpha }, random));
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(mean).toBeCloseTo(0.5, 1.5);
      expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.006);
    }
    expect([...mixRows(Float32Array.of(0, 1, 10, 20), 2, [1, 0], [0.75, 1])]).toEqual([2.5, 5.75, 10, 20]);
  });

  test.each(augmentations.map(({ step }) => step))(
    '%s leaves the image that it is given as it was, and is the same again',
    (name) => {
      const image = counted(6, 5, 3);
      const step = stepOf(name);
      const once = augmentImage(step, image, rowRandom(5, 0, 8));
      expect(augmentImage(step, image, rowRandom(5, 0, 8))).toEqual(once);
      expect(image).toEqual(counted(6, 5, 3));
      expect(once.length).toBe(image.data.length);
      if (augmentationOf(step).image) expect(augmentImage(step, image, rowRandom(6, 0, 8))).not.toEqual(once);
    },
  );
});

describe('the random numbers of a row', () => {
  test('follow from seed, step and row, and are spread evenly', () => {
    const firsts = new Set<number>();
    const sums = [0, 0, 0];
    for (let row = 0; row < 3000; row++) {
      const numbers = [rowRandom(2 ** 40 + 5, 0, row), rowRandom(2 ** 40 + 5, 1, row), rowRandom(5, 0, row)].map(
        (random) => random.uniform(1)[0]!,
      );
      numbers.forEach((number, at) => {
        firsts.add(number);
        sums[at]! += number / 3000;
      });
    }
    for (const mean of sums) expect(mean).toBeCloseTo(0.5, 1.5);
    // 9000 of 2^24 numbers meet two or three times by chance.
    expect(firsts.size).toBeGreaterThan(8980);
    expect(rowRandom(9, 2, 4).uniform(4)).toEqual(rowRandom(9, 2, 4).uniform(4));
  });
});

describe('a step and the block that does the same', () => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine('wasm'));
  });

  const pairs: readonly (readonly [AugmentationName, BlockDefinition, Readonly<Record<string, unknown>>])[] = [
    ['random-flip', randomFlip, { mode: 'horizontal' }],
    ...(['reflect', 'constant', 'wrap', 'nearest'] as const).flatMap((fillMode) =>
      (['nearest', 'bilinear'] as const).flatMap((interpolation) => [
        ['random-rotation', randomRotation, { factor: 0.2, fillMode, interpolation, fillValue: 0.3 }] as const,
        [
          'random-zoom',
          randomZoom,
          { heightFactor: 0.5, widthFactor: 0.4, fillMode, interpolation, fillValue: 0.3 },
        ] as const,
        [
          'random-translation',
          randomTranslation,
          { heightFactor: 0.7, widthFactor: 0.4, fillMode, interpolation, fillValue: 0 },
        ] as const,
      ]),
    ),
    // All around: each quarter of a turn is worked out by itself.
    ...[0.2, 0.3, 0.45, 0.7, -0.2].map(
      (turns) =>
        [
          'random-rotation',
          randomRotation,
          { factor: [turns, turns], fillMode: 'reflect', interpolation: 'bilinear', fillValue: 0 },
        ] as const,
    ),
    ['random-contrast', randomContrast, { factor: 0.6, valueRange: [0, 1] }],
    ['random-brightness', randomBrightness, { factor: 0.6, valueRange: [0, 1] }],
  ] as never;

  test('give the same image for the same numbers drawn', async () => {
    const image = { ...counted(5, 7, 2), data: createRandom(4).uniform(70) };
    for (const [name, block, params] of pairs) {
      for (const drawn of [
        [0.1, 0.8],
        [0.47, 0.23],
      ]) {
        const left = [...drawn];
        const made = tf.tidy(() => {
          const context = {
            tf,
            training: true,
            uniform: (shape: readonly number[]): Tensor => tf.fill([...shape], left.shift()!),
            addLoss: () => {},
            update: () => {},
          };
          const tensor = tf.tensor(image.data, [1, 5, 7, 2]);
          return block.forward(context, params as never, [{ tensor, mask: null }], {}).tensor;
        });
        const expected = await made.data();
        made.dispose();
        const { valueRange: _fixed, ...settings } = params;
        const received = augmentImage(stepOf(name, settings), image, draws(...drawn));
        const differences = received.map((value, at) => Math.abs(value - expected[at]!));
        expect(Math.max(...differences), `${name} ${JSON.stringify(params)}`).toBeLessThan(1e-5);
      }
    }
  });
});

test('settings that are no such are refused', () => {
  const misfits: readonly unknown[] = [
    { step: 'random-crop', scale: [0, 1], interpolation: 'nearest' },
    { step: 'random-crop', scale: [0.5, 1.2], interpolation: 'nearest' },
    { step: 'cutout', size: 0.5 },
    { step: 'mix-up', alpha: 0 },
    { step: 'random-blur' },
    { step: 'word-dropout', rate: 0.1, columns: null },
  ];
  for (const misfit of misfits)
    expect(augmentationSchema.safeParse(misfit).success, JSON.stringify(misfit)).toBe(false);
  for (const { defaults } of augmentations) expect(augmentationSchema.parse(defaults)).toEqual(defaults);
});
