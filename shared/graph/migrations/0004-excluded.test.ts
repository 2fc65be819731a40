import { expect, test } from 'vitest';
import { dataSchema, emptyData } from '../../data/document.ts';
import { migrate, migrations } from '../migrations.ts';

const { excluded: _excluded, ...newest } = emptyData;
const third = { ...newest, version: 3, source: { kind: 'table', path: 'a.csv' } };

test('version 3 left nothing out', () => {
  expect(dataSchema.parse(migrate(third, migrations.data))).toEqual({ ...third, version: 4, excluded: [] });
});
