import { expect, test } from 'vitest';
import { defaultTraining, trainingSchema } from '../../training/settings.ts';
import { migrate, migrations } from '../migrations.ts';

test('version 2 trained one model', () => {
  const { folds: _none, ...second } = { ...defaultTraining, version: 2, epochs: 3 };
  const migrated = migrate(second, migrations.training);
  expect(trainingSchema.parse(migrated)).toEqual({ ...defaultTraining, epochs: 3, folds: null });
});

test('a document of today stays as it is', () => {
  const today = { ...defaultTraining, folds: 5 };
  expect(migrate(today, migrations.training)).toEqual(today);
});
