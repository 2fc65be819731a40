import { expect, test } from 'vitest';
import { emptyData } from '../../../shared/data/document.ts';
import { openTable } from '../sources/sources.ts';
import { createRoom } from '../store/room.ts';
import type { TableSource, WantedColumn } from '../tables/table.ts';
import { findGuides, readGuided } from './guides.ts';

/** The diabetes table, and what is read of it. */
async function openWatched(): Promise<{ table: TableSource; reads: (readonly WantedColumn[])[] }> {
  const { table: opened } = await openTable({ kind: 'sample-table', file: 'diabetes.csv' }, null);
  const reads: (readonly WantedColumn[])[] = [];
  const table: TableSource = {
    ...opened,
    read(columns, ...rest) {
      reads.push(columns);
      return opened.read(columns, ...rest);
    },
  };
  return { table, reads };
}

test('what rows go by is read with the other columns, and once where it is read as the same thing', async () => {
  const { table, reads } = await openWatched();
  const room = createRoom();
  const settings = [
    { name: 'age', kind: 'numeric', role: 'input' },
    { name: 'sex', kind: 'categorical', role: 'input' },
  ] as const;
  const windows = { length: 2, horizon: 1, stride: 1, time: 'age', series: 'sex' };
  const split = { ...emptyData.split, method: 'group', column: 'age' } as const;
  const wanted = await findGuides(table, settings, { ...emptyData, windows, split });
  const { rows, columns, guides } = await readGuided(table, settings, wanted, room);
  expect(reads.map((read) => read.map(({ name, kind }) => [name, kind]))).toEqual([
    [
      ['age', 'numeric'],
      ['sex', 'categorical'],
      ['age', 'categorical'],
    ],
  ]);
  expect(rows).toBe(442);
  expect(columns.map(({ name }) => name)).toEqual(['age', 'sex']);
  expect(guides.time).toBe(columns[0]);
  expect(guides.series).toBe(columns[1]);
  expect(guides.splitBy).toMatchObject({ name: 'age', kind: 'categorical' });
  room.close();
  table.close();
});

test('a column of which only some categories are held is read once more, whole, where rows go by it', async () => {
  const { table, reads } = await openWatched();
  const room = createRoom();
  const some = { name: 'age', kind: 'categorical', mostCategories: 3 } as const;
  const splitBy = { name: 'age', kind: 'categorical' } as const;
  const { columns, guides } = await readGuided(table, [some], { splitBy }, room);
  expect(reads).toEqual([[some, splitBy]]);
  expect(guides.splitBy).not.toBe(columns[0]);
  room.close();
  table.close();
});
