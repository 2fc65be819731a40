import { expect, test } from 'vitest';
import { dataSchema, emptyData } from '../../data/document.ts';
import { migrate, migrations } from '../migrations.ts';

const second = {
  app: 'layerloom',
  version: 2,
  source: { kind: 'none' },
  columns: {},
  preparation: [
    { step: 'scale', columns: null, method: 'standard' },
    { step: 'tokenize', columns: ['note'], vocabularySize: 500, sequenceLength: 12 },
  ],
  split: { method: 'group', column: 'person', validation: 0.1, test: 0.3, seed: 4 },
};

test('version 2 had words, each row a sample and one training', () => {
  const {
    preparation,
    augmentation,
    windows,
    split,
    version: _version,
    excluded: _excluded,
    ...rest
  } = dataSchema.parse(migrate(second, migrations.data));
  expect(preparation).toEqual([
    second.preparation[0],
    { ...second.preparation[1], tokenizer: 'word', lowercase: true, padding: 'post', truncating: 'post' },
  ]);
  expect({ augmentation, windows }).toEqual({ augmentation: [], windows: null });
  expect(split).toEqual(second.split);
  expect(rest).toEqual({ app: 'layerloom', source: second.source, columns: {} });
});

test('a document of today stays as it is', () => {
  expect(migrate({ ...emptyData }, migrations.data)).toEqual(emptyData);
});

test('what was no sound document is none after it', () => {
  for (const broken of [
    { ...second, preparation: 'scale' },
    { ...second, split: null },
  ])
    expect(dataSchema.safeParse(migrate(broken, migrations.data)).success).toBe(false);
});
