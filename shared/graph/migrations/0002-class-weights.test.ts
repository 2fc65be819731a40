import { expect, test } from 'vitest';
import { defaultTraining, trainingSchema } from '../../training/settings.ts';
import { migrate, migrations } from '../migrations.ts';

test('version 1 weighed every row alike', () => {
  const { classWeights: _none, ...first } = { ...defaultTraining, version: 1, epochs: 3 };
  const migrated = migrate(first, migrations.training);
  expect(trainingSchema.parse(migrated)).toEqual({ ...defaultTraining, epochs: 3, classWeights: 'none' });
});

test('a document of today stays as it is', () => {
  const today = { ...defaultTraining, classWeights: 'balanced' };
  expect(migrate(today, migrations.training)).toEqual(today);
});
