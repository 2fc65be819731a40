import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Augmentation, augmentations } from '../../../shared/data/augmentation/index.ts';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { allRows, dataOf, writeTable } from '../../../testing/datasets.ts';
import { imageStep } from '../../../testing/pictures.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openDataset } from '../open.ts';
import { makeSample } from './make-sample.ts';

function stepOf(name: Augmentation['step'], settings: Readonly<Record<string, unknown>> = {}): Augmentation {
  return { ...augmentations.find(({ step }) => step === name)!.defaults, ...settings } as Augmentation;
}

async function sampleOf(data: DataDocument, seed = 1) {
  const dataset = await openDataset({ ...data, augmentation: [] }, allRows);
  try {
    return await makeSample(dataset, data.augmentation, seed);
  } finally {
    dataset.close();
  }
}

const rows = Array.from(
  { length: 40 },
  (_, row) =>
    `${row % 10 === 0 ? '' : row},${row % 2 ? 'red' : 'blue'},2024-01-${String(1 + (row % 28)).padStart(2, '0')},words of number${row} here,${row * 2}`,
);
const tableOf = () =>
  dataOf(
    { kind: 'table', path: writeTable(`size,colour,day,note,price\n${rows.join('\n')}\n`) },
    {
      columns: { note: { kind: 'text', role: 'input' }, price: { kind: 'numeric', role: 'target' } },
      preparation: emptyData.preparation.map((step) =>
        step.step === 'tokenize' ? { ...step, sequenceLength: 6, vocabularySize: 5 } : step,
      ),
      augmentation: [stepOf('gaussian-noise', { stddev: 0.2 }), stepOf('word-dropout', { rate: 1 })],
    },
  );

test('a row of a table is its cells beside the numbers that come of them, and the pieces of its text', async () => {
  const { rows: sampled } = await sampleOf(tableOf());
  expect(sampled.length).toBe(3);
  for (const { row, targets, variantTargets, features } of sampled) {
    const [size, colour, day, note, price] = rows[row]!.split(',') as [string, string, string, string, string];
    expect(targets).toEqual([{ name: 'price', text: price, prepared: [] }]);
    expect(variantTargets).toEqual([]);
    const [numbers, tokens] = features;
    if (numbers?.kind !== 'numbers' || tokens?.kind !== 'tokens')
      throw new Error('A table has numbers and tokens here.');
    expect(numbers.cells).toEqual([
      { column: 'size', text: size },
      { column: 'colour', text: colour },
      { column: 'day', text: day },
    ]);
    const named = new Map(numbers.numbers.map((number) => [number.name, number]));
    expect(named.get(`colour = ${colour}`)).toMatchObject({ column: 'colour', value: 1, variants: [1, 1] });
    const { value, variants } = named.get('size')!;
    expect(variants.every((variant) => variant !== value && Math.abs(variant - value) < 1.2)).toBe(true);
    expect(variants[0]).not.toBe(variants[1]);
    expect(tokens.text).toBe(note);
    expect(tokens.pieces.map(({ text }) => text)).toEqual(note.split(' '));
    // Three words come in all texts; the numbers do not fit into the vocabulary.
    expect(tokens.pieces.map(({ isUnknown }) => isUnknown)).toEqual([false, false, true, false]);
    expect(tokens.padding).toBe(2);
    expect(tokens.variants).toEqual([
      [0, 1, 3],
      [0, 1, 3],
    ]);
  }
});

test('a target that goes through steps is shown as it was, and as the model is to answer it', async () => {
  const plain = tableOf();
  const scale = { step: 'scale', columns: ['price'], method: 'min-max' } as const;
  const { rows: sampled } = await sampleOf({ ...plain, preparation: [...plain.preparation, scale] });
  for (const { row, targets } of sampled) {
    const [{ text, prepared } = { text: '', prepared: [] }] = targets;
    expect(text).toBe(String(row * 2));
    expect(prepared).toEqual([expect.closeTo(prepared[0]!, 6)]);
    expect(prepared[0]).toBeGreaterThanOrEqual(0);
    expect(prepared[0]).toBeLessThanOrEqual(1);
  }
});

test('a seed draws the same rows again, another one others; without augmentation there are no variants', async () => {
  const plain = { ...tableOf(), augmentation: [] };
  const [one, again, other] = await Promise.all([sampleOf(plain), sampleOf(plain), sampleOf(plain, 2)]);
  expect(again).toEqual(one);
  expect(other.rows.map(({ row }) => row)).not.toEqual(one.rows.map(({ row }) => row));
  const variants = one.rows.flatMap(({ features }) =>
    features.flatMap((feature): readonly unknown[] =>
      feature.kind === 'numbers' ? feature.numbers.flatMap((number) => number.variants) : feature.variants,
    ),
  );
  expect(variants).toEqual([]);
});

test('an image is its file beside what it is brought to; one that cannot be read is left out', async () => {
  const folder = temporaryFolder();
  for (const name of ['cat', 'dog']) {
    mkdirSync(join(folder, name));
    for (let at = 0; at < 4; at++) {
      const background = { r: 250, g: 10 * at, b: 0 };
      await sharp({ create: { width: 300, height: 100, channels: 3, background } })
        .png()
        .toFile(join(folder, name, `${at}.png`));
    }
  }
  writeFileSync(join(folder, 'cat', '0.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
  const data = dataOf(
    { kind: 'image-folder', path: folder },
    {
      preparation: [imageStep(20, 20)],
      augmentation: [stepOf('random-brightness', { factor: [-1, -1] })],
      split: { ...emptyData.split, validation: 0, test: 0 },
    },
  );
  for (const seed of [1, 2]) {
    const { rows: sampled } = await sampleOf(data, seed);
    for (const { features, targets } of sampled) {
      const [image] = features;
      if (image?.kind !== 'image') throw new Error('Images are images.');
      expect(['cat', 'dog']).toContain(targets[0]!.text);
      expect(image.original).toMatchObject({ width: 128, height: 43, channels: 3 });
      expect(image.prepared).toMatchObject({ width: 20, height: 20, channels: 3 });
      const [red] = Buffer.from(image.prepared.pixels, 'base64');
      expect(red).toBe(250);
      expect(image.variants.length).toBe(4);
      for (const { pixels } of image.variants)
        expect(Buffer.from(pixels, 'base64').every((byte) => byte === 0)).toBe(true);
    }
  }
});

test('what was mixed says which classes are in it', async () => {
  const digits = dataOf({ kind: 'mnist' }, { augmentation: [stepOf('mix-up', { alpha: 1 })] });
  const { rows: sampled } = await sampleOf(digits);
  const own = sampled.map(({ targets }) => targets[0]!.text);
  const mixes = sampled.flatMap(({ variantTargets }) => variantTargets);
  expect(mixes.length).toBe(20);
  for (const mix of mixes) {
    const parts = mix.split(', ').map((part) => part.split(' '));
    expect(own).toEqual(expect.arrayContaining(parts.map(([name]) => name)));
    if (parts.length > 1) expect(parts.reduce((sum, [, percent]) => sum + Number(percent), 0)).toBe(100);
  }
  expect(mixes.some((mix) => mix.includes('%'))).toBe(true);
});
