import { describe, expect, test } from 'vitest';
import { rowRandom } from '../../../shared/data/augmentation/draw.ts';
import { type Augmentation, augmentations, augmentImage } from '../../../shared/data/augmentation/index.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { allRows, collectBatches, dataOf, diabetes, readPart, writeTable } from '../../../testing/datasets.ts';
import type { Batch, Dataset } from '../dataset.ts';
import { openDataset } from '../open.ts';
import { parsePreparation } from '../preparation/preparation.ts';
import { augmentBatch, type NumberedBatch } from './augment-batch.ts';
import { type AugmentationPlan, planAugmentation } from './plan-augmentation.ts';

const digits = dataOf({ kind: 'mnist' });

function stepOf(name: Augmentation['step'], settings: Readonly<Record<string, unknown>> = {}): Augmentation {
  const { defaults } = augmentations.find(({ step }) => step === name)!;
  return { ...defaults, ...settings } as Augmentation;
}

async function opened<T>(
  data: DataDocument,
  use: (dataset: Dataset) => Promise<T>,
  limit: number | null = null,
): Promise<T> {
  const dataset = await openDataset(data, { ...allRows, limit });
  try {
    return await use(dataset);
  } finally {
    dataset.close();
  }
}

/** The values of one input by the rows' numbers in the source. */
function byRow(batches: readonly Batch[], input: string): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { inputs, sources, rows } of batches) {
    const { data } = inputs[input]!;
    const size = data.length / rows;
    for (const [at, row] of sources!.entries()) found.set(row, Array.from(data.subarray(at * size, (at + 1) * size)));
  }
  return found;
}

test('images of the training part are augmented in threads: the same for a seed and a row, however batches are made', async () => {
  const rotation = stepOf('random-rotation');
  const augmentation = [stepOf('random-flip'), rotation];
  await opened(
    { ...digits, augmentation },
    async (dataset) => {
      const read = async (batchSize: number, shuffleSeed: number | null, augmentSeed?: number) =>
        byRow(
          await collectBatches(
            dataset.batches('train', { batchSize, shuffleSeed, ...(augmentSeed !== undefined && { augmentSeed }) }),
          ),
          'image',
        );
      const plain = await read(64, null);
      const once = await read(16, null, 5);
      expect(await read(64, 9, 5)).toEqual(once);
      const row = [...once.keys()][3]!;
      const image = { data: Float32Array.from(plain.get(row)!), height: 28, width: 28, channels: 1 };
      const flipped = { ...image, data: augmentImage(augmentation[0]!, image, rowRandom(5, 0, row)) };
      expect(once.get(row)).toEqual([...augmentImage(rotation, flipped, rowRandom(5, 1, row))]);
      const other = await read(64, null, 6);
      expect([...other.values()]).not.toEqual([...once.values()]);
      // In use, and where nobody asks for it, rows stay as they are.
      const held = await collectBatches(
        dataset.batches('validation', { batchSize: 64, shuffleSeed: null, augmentSeed: 5 }),
      );
      await opened(
        digits,
        async (same) => {
          const options = { batchSize: 64, shuffleSeed: null };
          expect(held).toEqual(await collectBatches(same.batches('validation', options)));
          expect([...plain.values()]).toEqual([
            ...byRow(await collectBatches(same.batches('train', options)), 'image').values(),
          ]);
        },
        100,
      );
    },
    100,
  );
});

describe('what is drawn follows from the seed, the place of the step and the row alone', () => {
  const sources = [7, 9, 11, 12, 20, 21, 22, 23];
  const size = sources.length;
  const floats = () => new Float32Array(size * size).fill(0.5);
  const noise = stepOf('gaussian-noise', { stddev: 0.1 });
  const dropout = stepOf('word-dropout', { rate: 0.5 });
  const image = { name: 'all', kind: 'image', height: 2, width: 2, channels: 2 } as const;
  const numbers = { name: 'all', kind: 'numbers', width: size, scaled: [...sources.keys()] } as const;
  interface Drawn {
    readonly seed?: number;
    /** A step that is for other features comes first. */
    readonly isSecond?: boolean;
    readonly rows?: readonly number[];
  }
  /** What becomes of each row of the inputs. */
  function draw(
    step: Augmentation,
    features: AugmentationPlan['features'],
    data: () => Float32Array | Int32Array,
    { seed = 5, isSecond = false, rows = sources }: Drawn = {},
  ) {
    const inputs = Object.fromEntries(features.map(({ name }) => [name, { data: data(), shape: [size, size] }]));
    const batch = { rows: size, sources: Int32Array.from(rows), inputs, targets: {} };
    const other = step === dropout ? noise : dropout;
    const plan = { steps: isSecond ? [other, step] : [step], features, targets: {} };
    return Object.values(augmentBatch(plan, batch, seed).inputs).map((input) =>
      rows.map((_, row) => [...input.data.slice(row * size, (row + 1) * size)]),
    );
  }

  test.each([
    ['noise of images', noise, image, floats],
    ['noise of numbers', noise, numbers, floats],
    ['words', dropout, { name: 'all', kind: 'tokens' }, () => new Int32Array(size * size).fill(5)],
  ] as const)('%s', (_, step, feature, data) => {
    const drawn = (changes?: Drawn) => draw(step, [feature], data, changes)[0]!;
    const plain = drawn();
    expect(new Set(plain.map(String)).size).toBe(size);
    for (const changes of [{ seed: 6 }, { isSecond: true }, { rows: sources.map((row) => row + 100) }])
      expect(drawn(changes).filter((row, at) => `${row}` === `${plain[at]}`)).toEqual([]);
    expect(drawn({ rows: sources.toReversed() })).toEqual(plain.toReversed());
  });

  test('two images of a row', () => {
    const [front, back] = draw(noise, [image, { ...image, name: 'back' }], floats);
    expect(front).not.toEqual(back);
  });

  test('mixup, whose pairs follow from the first row of the batch', () => {
    /** Each row has a number of its own, which tells what it is mixed with. */
    const identity = () => Float32Array.from({ length: size * size }, (_, at) => Number(at % (size + 1) === 0));
    const drawn = (changes?: Drawn) => {
      const [rows] = draw(stepOf('mix-up', { alpha: 1 }), [numbers], identity, changes);
      return {
        others: rows!.map((row, own) => row.findIndex((share, at) => at !== own && share > 0)),
        shares: rows!.map((row, own) => row[own]!),
      };
    };
    const { others, shares } = drawn();
    for (const changes of [{ seed: 6 }, { isSecond: true }]) {
      expect(drawn(changes).others).not.toEqual(others);
      expect(drawn(changes).shares.filter((share, at) => share < 1 && share === shares[at])).toEqual([]);
    }
    expect(drawn({ rows: [8, ...sources.slice(1)] }).others).not.toEqual(others);
  });
});

test('who takes no more batches, and a dataset that closes, leave nothing waiting', async () => {
  await opened(
    { ...digits, augmentation: [stepOf('cutout')] },
    async (dataset) => {
      const options = { batchSize: 10, shuffleSeed: null, augmentSeed: 1 };
      for await (const batch of dataset.batches('train', options)) {
        expect(batch.rows).toBe(10);
        break;
      }
      const batches = dataset.batches('train', options)[Symbol.asyncIterator]();
      await batches.next();
      dataset.close();
      await expect(
        (async () => {
          while (!(await batches.next()).done);
        })(),
      ).rejects.toThrow('closed');
    },
    200,
  );
});

test('mixup mixes images and classes by the same share, and numbers of a regression', async () => {
  const plan = await opened(
    digits,
    async (dataset) => planAugmentation([stepOf('mix-up', { alpha: 1 })], dataset)!,
    10,
  );
  const plain: NumberedBatch = {
    rows: 2,
    sources: Int32Array.of(7, 9),
    inputs: { image: { data: new Float32Array(2 * 784).fill(1, 784), shape: [2, 28, 28, 1] } },
    targets: { digit: { data: Int32Array.of(3, 5), shape: [2] } },
  };
  // A seed with which the two are exchanged.
  const seed = [1, 2, 3, 4, 5, 6, 7, 8].find((seed) => {
    const [share] = augmentBatch(plan, plain, seed).targets.digit!.data.slice(3, 4);
    return share! < 1;
  })!;
  const { inputs, targets } = augmentBatch(plan, plain, seed);
  const shares = targets.digit!;
  expect([shares.shape, shares.mixed]).toEqual([[2, 10], true]);
  const own = shares.data[3]!;
  expect(own).toBeGreaterThan(0);
  expect(Array.from(shares.data.slice(0, 10), (share) => Number(share.toFixed(6)))).toEqual(
    [0, 0, 0, own, 0, 1 - own, 0, 0, 0, 0].map((share) => Number(share.toFixed(6))),
  );
  expect(inputs.image!.data[0]).toBeCloseTo(1 - own, 6);
  // The image of ones is its own part of the second.
  expect(inputs.image!.data[784]).toBeCloseTo(shares.data[15]!, 6);
  // A second mixup mixes shares.
  const twice = augmentBatch({ ...plan, steps: [plan.steps[0]!, plan.steps[0]!] }, plain, seed).targets.digit!;
  expect([...twice.data.slice(0, 10)].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(twice.shape).toEqual([2, 10]);

  await opened({ ...diabetes, augmentation: [stepOf('mix-up')] }, async (dataset) => {
    const options = { batchSize: 1000, shuffleSeed: null };
    const [whole] = await collectBatches(dataset.batches('train', options));
    const [mixed] = await collectBatches(dataset.batches('train', { ...options, augmentSeed: 2 }));
    const sum = ({ data }: { data: Float32Array | Int32Array }) => [...data].reduce((all, value) => all + value, 0);
    expect(mixed!.targets.progression!.shape).toEqual(whole!.targets.progression!.shape);
    expect(mixed!.targets.progression!.data).not.toEqual(whole!.targets.progression!.data);
    // As many of each row are left as came to others, so the mean stays where it was.
    expect(sum(mixed!.targets.progression!) / sum(whole!.targets.progression!)).toBeCloseTo(1, 1);
  });
});

test('noise moves scaled numbers, and neither categories nor the number that tells an empty cell', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 5 === 0 ? '' : row},${row % 2 ? 'red' : 'blue'},${row}`);
  const data = dataOf(
    { kind: 'table', path: writeTable(`size,colour,price\n${rows.join('\n')}\n`) },
    {
      columns: { price: { kind: 'numeric', role: 'target' } },
      preparation: [
        { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: true },
        { step: 'scale', columns: null, method: 'standard' },
        { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 },
      ],
      augmentation: [stepOf('gaussian-noise', { stddev: 0.5 }), stepOf('random-flip')],
    },
  );
  await opened(data, async (dataset) => {
    const options = { batchSize: 100, shuffleSeed: null };
    const [plain] = await collectBatches(dataset.batches('train', options));
    const [noisy] = await collectBatches(dataset.batches('train', { ...options, augmentSeed: 1 }));
    const [other] = await collectBatches(dataset.batches('train', { batchSize: 7, shuffleSeed: null, augmentSeed: 1 }));
    const before = plain!.inputs.inputs!.data;
    const after = noisy!.inputs.inputs!.data;
    const width = plain!.inputs.inputs!.shape[1]!;
    const places = Object.keys(parsePreparation(dataset.preparation).features.inputs!);
    expect(places).toContain('columns');
    const moved = Array.from({ length: width }, (_, place) =>
      before.some((value, at) => at % width === place && value !== after[at]),
    );
    expect(moved).toEqual([true, ...Array.from({ length: width - 1 }, () => false)]);
    expect([...other!.inputs.inputs!.data]).toEqual([...after.slice(0, 7 * width)]);
    expect(noisy!.targets).toEqual(plain!.targets);
  });
});

test('word dropout makes words of texts unknown, not categories by number', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, row) => `some words that come again and again number ${row},${row % 3 ? 'a' : 'b'},${row % 2 ? 'x' : 'y'}`,
  );
  const data = dataOf(
    { kind: 'table', path: writeTable(`text,group,label\n${rows.join('\n')}\n`) },
    {
      columns: {
        text: { kind: 'text', role: 'input' },
        group: { kind: 'categorical', role: 'input' },
        label: { kind: 'categorical', role: 'target' },
      },
      preparation: digits.preparation.map((step) => (step.step === 'encode' ? { ...step, method: 'index' } : step)),
      augmentation: [stepOf('word-dropout', { rate: 0.5 })],
    },
  );
  await opened(data, async (dataset) => {
    const options = { batchSize: 100, shuffleSeed: null };
    const [plain] = await collectBatches(dataset.batches('train', options));
    const [dropped] = await collectBatches(dataset.batches('train', { ...options, augmentSeed: 1 }));
    const words = plain!.inputs.text!.data;
    const changed = dropped!.inputs.text!.data.filter((token, at) => token !== words[at]);
    expect(new Set(changed)).toEqual(new Set([1]));
    const count = words.filter((token) => token > 1).length;
    expect(changed.length / count).toBeCloseTo(0.5, 1);
    expect(dropped!.inputs.group).toEqual(plain!.inputs.group);
  });
  const mixed = { ...data, augmentation: [stepOf('mix-up')] };
  await expect(openDataset(mixed, allRows)).rejects.toThrow(
    'Mixup cannot mix the input text: what lies between two words, or two categories, is none. Expected: images or numbers as the only inputs, or no mixup. Received: tokens.',
  );
});

test('steps for other data change nothing', async () => {
  await opened({ ...diabetes, augmentation: [stepOf('random-rotation')] }, async (dataset) => {
    const options = { batchSize: 1000, shuffleSeed: null };
    const [batch] = await collectBatches(dataset.batches('train', { ...options, augmentSeed: 1 }));
    expect(batch).toEqual(await readPart(dataset, 'train'));
  });
});
