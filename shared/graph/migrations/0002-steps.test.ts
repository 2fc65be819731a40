import { expect, test } from 'vitest';
import { dataSchema } from '../../data/document.ts';
import { migrate, migrations } from '../migrations.ts';

const first = {
  app: 'layerloom',
  version: 1,
  source: { kind: 'table', path: 'a.csv' },
  columns: { x: { kind: 'numeric', role: 'input' } },
  preparation: { scaling: 'min-max', vocabularySize: 500, sequenceLength: 12 },
  split: { validation: 0.1, test: 0.3, seed: 4 },
};

test('preparation of version 1 becomes the steps that do the same', () => {
  const { preparation, split, ...rest } = dataSchema.parse(migrate(first, migrations.data));
  expect(preparation).toMatchObject([
    { step: 'scale', columns: null, method: 'min-max' },
    { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: false },
    { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 },
    { step: 'tokenize', columns: null, vocabularySize: 500, sequenceLength: 12 },
  ]);
  expect(split).toMatchObject({ method: 'stratified', column: null, validation: 0.1, test: 0.3, seed: 4 });
  expect(rest).toMatchObject({ app: 'layerloom', source: first.source, columns: first.columns });
});

test('numbers that were left as they are still are', () => {
  const raw = { ...first, preparation: { ...first.preparation, scaling: 'none' } };
  expect(dataSchema.parse(migrate(raw, migrations.data)).preparation.map(({ step }) => step)).toEqual([
    'impute',
    'encode',
    'tokenize',
  ]);
});

test('what was no sound document is none after it', () => {
  for (const broken of [
    { ...first, preparation: null },
    { ...first, split: 3 },
  ])
    expect(dataSchema.safeParse(migrate(broken, migrations.data)).success).toBe(false);
});
