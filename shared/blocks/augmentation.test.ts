import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { prepareBlock, runBlock, tensorOf } from '../../testing/run-block.ts';
import { type FillMode, fillModes } from './affine-transform.ts';
import { factorText, rangeOf } from './augmentation.ts';
import type { BlockDefinition, Tfjs } from './define-block.ts';
import { defaultParams, type ParamSpecs, type ParamValues } from './params.ts';
import { randomBrightness } from './random-brightness.ts';
import { randomContrast } from './random-contrast.ts';
import { randomCrop } from './random-crop.ts';
import { randomFlip } from './random-flip.ts';
import { randomRotation } from './random-rotation.ts';
import { randomTranslation } from './random-translation.ts';
import { randomZoom } from './random-zoom.ts';
import { cosineAndSine } from './turns.ts';

type Params = Readonly<Record<string, unknown>>;
type Picture = readonly (readonly number[])[];

/** Those that change one picture of a batch in one way and the next in another, with params that leave nothing as it was. */
const drawnForEach: readonly (readonly [BlockDefinition, Params])[] = [
  [randomRotation, {}],
  [randomZoom, {}],
  [randomTranslation, {}],
  [randomContrast, { valueRange: [-9, 9] }],
  [randomBrightness, { valueRange: [-9, 9] }],
] as never;
const all = [[randomFlip, {}], ...drawnForEach, [randomCrop, { height: 2, width: 2 }]] as typeof drawnForEach;

const square: Picture = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
  [13, 14, 15, 16],
];

onEachEngine('augmentation', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  /** What becomes of a picture where these numbers are drawn, one at each call; in use where there are none. */
  async function augmented<Specs extends ParamSpecs>(
    definition: BlockDefinition<Specs>,
    params: Partial<ParamValues<Specs>>,
    picture: Picture,
    drawn: readonly number[] | null,
  ): Promise<Picture> {
    const left = [...(drawn ?? [])];
    const rows = tf.tidy(() => {
      const context = {
        tf,
        training: drawn !== null,
        uniform: (shape: readonly number[]): Tensor => tf.fill([...shape], left.shift()!),
        addLoss: () => {},
        update: () => {},
      };
      const tensor = tf.expandDims(tf.expandDims(tf.tensor2d(picture as number[][]), 0), -1);
      const values = { ...defaultParams(definition.params), ...params };
      const out = definition.forward(context, values, [{ tensor, mask: null }], {}).tensor;
      return tf.reshape(out, out.shape.slice(1, 3)) as never;
    }) as Tensor;
    expect(left).toEqual([]);
    const numbers = (await rows.array()) as number[][];
    rows.dispose();
    return numbers;
  }

  function expectPicture(received: Picture, expected: Picture): void {
    expect(received.map((row) => row.length)).toEqual(expected.map((row) => row.length));
    for (const [y, row] of expected.entries()) {
      for (const [x, value] of row.entries()) expect(received[y]![x], `row ${y}, column ${x}`).toBeCloseTo(value, 4);
    }
  }

  test('a flip swaps left and right, or top and bottom, where at most a half is drawn', async () => {
    const flip = (mode: 'horizontal' | 'vertical' | 'horizontal_and_vertical', drawn: number) =>
      augmented(randomFlip, { mode }, square, [drawn]);
    const mirrored = [
      [4, 3, 2, 1],
      [8, 7, 6, 5],
      [12, 11, 10, 9],
      [16, 15, 14, 13],
    ];
    expect(await flip('horizontal', 0.5)).toEqual(mirrored);
    expect(await flip('horizontal', 0.51)).toEqual(square);
    expect(await flip('vertical', 0)).toEqual(square.toReversed());
    expect(await flip('horizontal_and_vertical', 0.2)).toEqual(mirrored.toReversed());
  });

  test.each(fillModes)('a quarter of a turn is exact, filled by %s', async (fillMode) => {
    const turned = [
      [4, 8, 12, 16],
      [3, 7, 11, 15],
      [2, 6, 10, 14],
      [1, 5, 9, 13],
    ];
    for (const interpolation of ['nearest', 'bilinear'] as const) {
      const params = { fillMode, interpolation, fillValue: 99 };
      expect(await augmented(randomRotation, { ...params, factor: [0.25, 0.25] }, square, [0.3])).toEqual(turned);
      // Three quarters the other way.
      expect(await augmented(randomRotation, { ...params, factor: 0.75 }, square, [0])).toEqual(turned);
    }
  });

  test('a zoom into half of it makes everything twice as large', async () => {
    const zoom = (interpolation: 'nearest' | 'bilinear') =>
      augmented(randomZoom, { heightFactor: [-0.5, -0.5], interpolation }, square, [0.7]);
    expectPicture(await zoom('nearest'), [
      [6, 6, 7, 7],
      [6, 6, 7, 7],
      [10, 10, 11, 11],
      [10, 10, 11, 11],
    ]);
    expectPicture(await zoom('bilinear'), [
      [4.75, 5.25, 5.75, 6.25],
      [6.75, 7.25, 7.75, 8.25],
      [8.75, 9.25, 9.75, 10.25],
      [10.75, 11.25, 11.75, 12.25],
    ]);
  });

  test('a zoom out to twice as much makes everything half as large, each side by what was drawn for it', async () => {
    const params = { heightFactor: [0, 1], widthFactor: [0, 1], fillMode: 'constant', fillValue: 0 } as const;
    // Every other point of the middle row; the height stays as it is.
    const [first] = await augmented(randomZoom, { ...params, interpolation: 'nearest' }, [[1, 2, 3, 4, 5]], [0, 1]);
    expect(first).toEqual([0, 1, 3, 5, 0]);
  });

  test('a move by whole points moves all, and leaves what is filled', async () => {
    const params = { heightFactor: [0, 0.25], widthFactor: [0, 0.5], fillMode: 'constant', fillValue: -1 } as const;
    expectPicture(await augmented(randomTranslation, params, square, [1, 1]), [
      [-1, -1, -1, -1],
      [-1, -1, 1, 2],
      [-1, -1, 5, 6],
      [-1, -1, 9, 10],
    ]);
  });

  const filled: Readonly<Record<FillMode, readonly number[]>> = {
    reflect: [4, 3, 2, 1, 1],
    constant: [7, 7, 7, 7, 1],
    wrap: [2, 3, 4, 5, 1],
    nearest: [1, 1, 1, 1, 1],
  };
  test.each(fillModes)('beyond the border comes what %s says', async (fillMode) => {
    const params = { heightFactor: 0, widthFactor: [0.8, 0.8], fillMode, fillValue: 7 } as const;
    expectPicture(await augmented(randomTranslation, params, [[1, 2, 3, 4, 5]], [0.5, 0]), [filled[fillMode]]);
  });

  test('a constant comes in from a whole point beyond the border, as in Keras', async () => {
    const params = { heightFactor: 0, widthFactor: [0.25, 0.25], fillMode: 'constant', fillValue: 8 } as const;
    expectPicture(await augmented(randomTranslation, params, [[2, 4]], [0, 0]), [[5, 3]]);
  });

  test('a crop takes the rows and columns that were drawn, in use the middle', async () => {
    expect(await augmented(randomCrop, { height: 2, width: 2 }, square, [0.5, 0.99])).toEqual([
      [7, 8],
      [11, 12],
    ]);
    expect(await augmented(randomCrop, { height: 3, width: 3 }, square, [0.49, 0.5])).toEqual([
      [2, 3, 4],
      [6, 7, 8],
      [10, 11, 12],
    ]);
    // Two rows of four have the proportions that come nearest.
    expectPicture(await augmented(randomCrop, { height: 2, width: 3 }, square, null), [
      [5 + 1 / 6, 6.5, 7 + 5 / 6],
      [9 + 1 / 6, 10.5, 11 + 5 / 6],
    ]);
  });

  test('contrast is what differences to the mean are multiplied by, brightness what is added', async () => {
    const picture = [[0, 0.25, 0.5, 0.75, 1]];
    const contrast = (drawn: number) => augmented(randomContrast, { factor: [0.5, 1] }, picture, [drawn]);
    expectPicture(await contrast(0), [[0.25, 0.375, 0.5, 0.625, 0.75]]);
    expectPicture(await contrast(1), [[0, 0, 0.5, 1, 1]]);
    const brightness = (drawn: number) => augmented(randomBrightness, { factor: 0.5 }, picture, [drawn]);
    expectPicture(await brightness(0.25), [[0, 0, 0.25, 0.5, 0.75]]);
    expectPicture(await brightness(1), [[0.5, 0.75, 1, 1, 1]]);
  });

  const pictures = { shape: [6, 5, 2] };
  const batch = 4;
  /** The numbers of a batch in training, picture by picture; with `alike`, of the same picture again and again. */
  async function trained(definition: BlockDefinition, params: Params, seed: number, alike = false) {
    const values = { ...defaultParams(definition.params), ...params } as ParamValues<ParamSpecs>;
    const subject = prepareBlock(definition, values, [pictures], { batch, training: true, seed: 'pictures' });
    const given = tf.tidy(() => {
      const fed = tensorOf(tf, subject.inputs[0]!);
      const first = tf.tile(tf.slice(fed, [0, 0, 0, 0], [1, 6, 5, 2]), [batch, 1, 1, 1]);
      return alike ? first : fed.clone();
    });
    const tensor = tf.tidy(() => runBlock(tf, subject, [given], [], [], seed).value.tensor.clone());
    const read = async (each: Tensor) => {
      const numbers = [...(await each.data())];
      return Array.from({ length: batch }, (_, at) =>
        numbers.slice((at * numbers.length) / batch).slice(0, numbers.length / batch),
      );
    };
    const result = { before: await read(given), after: await read(tensor) };
    tf.dispose([given, tensor]);
    return result;
  }

  describe.each(all.map((each) => [each[0].type, ...each] as const))('%s', (_, definition, params) => {
    test('makes the same of the same seed, and something else of another', async () => {
      const [first, again, other] = [
        await trained(definition, params, 1),
        await trained(definition, params, 1),
        await trained(definition, params, 2),
      ];
      expect(again.after).toEqual(first.after);
      expect(other.after).not.toEqual(first.after);
    });
  });

  test.each(drawnForEach.map((each) => [each[0].type, ...each] as const))(
    '%s draws for each picture by itself',
    async (_, definition, params) => {
      const { after } = await trained(definition, params, 3, true);
      expect(new Set(after.map((picture) => picture.join())).size).toBe(batch);
    },
  );

  test('RandomFlip draws for each picture by itself, one in the mirror or as it is', async () => {
    const { before, after } = await trained(randomFlip as never, {}, 3, true);
    const asItIs = after.filter((picture, at) => picture.join() === before[at]!.join()).length;
    expect(new Set(after.map((picture) => picture.join())).size).toBe(2);
    expect(asItIs).toBeGreaterThan(0);
  });

  test('RandomCrop cuts all pictures of a batch alike, as Keras does', async () => {
    const { after } = await trained(randomCrop as never, { height: 2, width: 2 }, 3, true);
    expect(new Set(after.map((picture) => picture.join())).size).toBe(1);
  });

  test.each(drawnForEach.map((each) => [each[0].type, ...each] as const))(
    '%s by a factor of 0 changes nothing',
    async (_, definition, params) => {
      const factors = Object.fromEntries(
        Object.keys(definition.params).flatMap((key) => (/factor$/i.test(key) ? [[key, 0]] : [])),
      );
      const { before, after } = await trained(definition, { ...params, ...factors }, 5);
      for (const [at, picture] of before.entries()) {
        for (const [index, value] of picture.entries()) expect(after[at]![index]).toBeCloseTo(value, 5);
      }
    },
  );

  test('cosine and sine are exact at quarters of a turn, and as near as float32 is between them', async () => {
    const turns = Array.from({ length: 129 }, (_, at) => (at - 64) / 32);
    const [cosine, sine] = tf.tidy(() => [...cosineAndSine(tf, tf.tensor1d(turns))]) as [Tensor, Tensor];
    const [cosines, sines] = [await cosine.data(), await sine.data()];
    tf.dispose([cosine, sine]);
    for (const [at, turn] of turns.entries()) {
      const exact = Number.isInteger(turn * 4);
      const [c, s] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
      if (exact) expect([cosines[at]! + 0, sines[at]! + 0]).toEqual([Math.round(c) + 0, Math.round(s) + 0]);
      expect(Math.max(Math.abs(cosines[at]! - c), Math.abs(sines[at]! - s)), `${turn} turns`).toBeLessThan(3e-7);
    }
  });
});

test('a factor is a number for both directions, or a range', () => {
  expect(rangeOf(0.2)).toEqual([-0.2, 0.2]);
  expect(rangeOf(-0.2)).toEqual([-0.2, 0.2]);
  expect(rangeOf([-0.1, 0.3])).toEqual([-0.1, 0.3]);
  expect([factorText(0.1, 360, '°'), factorText(-0.1, 360, '°')]).toEqual(['±36°', '±36°']);
  expect(factorText([-0.07, 0.3], 100, ' %')).toBe('-7 … 30 %');
});
