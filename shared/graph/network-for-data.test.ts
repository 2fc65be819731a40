import { expect, test } from 'vitest';
import type { Feature, Target } from '../data/dataset.ts';
import { emptyModel } from './document.ts';
import { type DataForNetwork, networkForData, trainingForData } from './network-for-data.ts';
import { findProblems } from './problems.ts';

const numbers: Feature = { name: 'inputs', kind: 'numbers', shape: [9], dtype: 'float32', vocabularySize: null };
const series: Feature = { ...numbers, shape: [30, 4] };
const text: Feature = { name: 'review', kind: 'tokens', shape: [40], dtype: 'int32', vocabularySize: 500 };
const user: Feature = { name: 'userId', kind: 'tokens', shape: [1], dtype: 'int32', vocabularySize: 611 };
const film: Feature = { name: 'movieId', kind: 'tokens', shape: [1], dtype: 'int32', vocabularySize: 9725 };
const image = (...shape: number[]): Feature => ({
  name: 'image',
  kind: 'image',
  shape,
  dtype: 'float32',
  vocabularySize: null,
});
const price: Target = { name: 'price', kind: 'number', shape: [], classes: null };
const spam: Target = { name: 'spam', kind: 'classes', shape: [], classes: ['no', 'yes'] };
const digit: Target = { name: 'digit', kind: 'classes', shape: [], classes: ['0', '1', '2'] };
const next: Target = {
  name: 'next',
  kind: 'token',
  shape: [],
  classes: Array.from({ length: 500 }, (_, at) => `token ${at}`),
};
const array = (...shape: number[]): Feature => ({ ...numbers, name: `array${shape.length}`, shape });
const vector: Target = { name: 'vector', kind: 'number', shape: [3], classes: null };
const dataOf = (features: readonly Feature[], targets: readonly Target[]): DataForNetwork => ({
  features,
  targets,
  rows: { train: 1000 },
});

test.each([
  ['numbers to a number', [numbers], [price]],
  ['numbers to one of two classes', [numbers], [spam]],
  ['a text to classes', [text], [digit]],
  ['two categories to a number', [user, film], [price]],
  ['numbers, a text and a category to several answers', [numbers, text, user], [price, spam, digit]],
  ['windows of a series to a number', [series], [price]],
  ['a text to its next token', [text], [next]],
  ['a small grey image', [image(28, 28, 1)], [digit]],
  ['a large image in colour', [image(224, 160, 3)], [digit]],
  ['arrays, one like images in floats, to several numbers', [array(5), array(12, 10, 3), array(4, 6)], [vector]],
  ['an image of one pixel', [image(1, 1, 1)], [spam]],
] as const)('%s: the network fits, without a problem', (_, features, targets) => {
  const data = dataOf(features, targets);
  const { problems, inference } = findProblems(networkForData(data), {
    features: [...features],
    targets: [...targets],
  });
  expect(problems).toEqual([]);
  expect(inference.parameters).toBeGreaterThan(0);
});

test('the layers are those for the kind of data', () => {
  const typesOf = (features: readonly Feature[], targets: readonly Target[]) =>
    Object.values(networkForData(dataOf(features, targets)).graphs.main!.blocks).map(({ type }) => type);
  expect(typesOf([numbers], [price])).toEqual(['Input', 'Dense', 'Dense', 'Dense', 'Output']);
  expect(typesOf([text], [spam])).toEqual(['Input', 'Embedding', 'GlobalAveragePooling1D', 'Dense', 'Dense', 'Output']);
  expect(typesOf([series], [price])).toEqual(['Input', 'LSTM', 'Dense', 'Dense', 'Output']);
  expect(typesOf([text], [next])).toEqual(['Input', 'Embedding', 'LSTM', 'Dense', 'Output']);
  expect(typesOf([user, film], [price])).toEqual([
    'Input',
    'Embedding',
    'Flatten',
    'Input',
    'Embedding',
    'Flatten',
    'Concatenate',
    'Dense',
    'Dense',
    'Output',
  ]);
  expect(typesOf([image(28, 28, 1)], [digit]).filter((type) => type === 'Conv2D')).toHaveLength(2);
  expect(typesOf([image(224, 224, 3)], [digit]).filter((type) => type === 'Conv2D')).toHaveLength(5);
});

test('without inputs or without answers there is no network', () => {
  expect(networkForData(dataOf([], [price]))).toBe(emptyModel);
  expect(networkForData(dataOf([numbers], []))).toBe(emptyModel);
});

test('the fewer rows there are, the more often each is seen', () => {
  const of = (train: number) => {
    const { epochs, batchSize } = trainingForData({ ...dataOf([numbers], [price]), rows: { train } });
    return [epochs, batchSize];
  };
  expect([300, 5000, 50_000, 5_000_000].map(of)).toEqual([
    [60, 16],
    [20, 32],
    [10, 64],
    [3, 256],
  ]);
});
