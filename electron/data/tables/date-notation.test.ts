import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { readColumns } from '../../../testing/tables.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { SavedNotations } from './number-notation.ts';
import { openTableFile } from './open-table-file.ts';

/** The dates of every column of a file as ISO 8601 writes them, null for cells that are none, how the columns have them, and what is said. */
async function datesOf(content: string, known?: SavedNotations) {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, content);
  const table = await openTableFile(path, undefined, { notations: known });
  try {
    const columns = await readColumns(
      table,
      table.names.map((name) => ({ name, kind: 'date' as const })),
    );
    const profiles = await table.profile();
    return {
      dates: Object.fromEntries(
        columns.map(({ name, values }) => [
          name,
          Array.from(values as Float64Array, (time) => (Number.isNaN(time) ? null : new Date(time).toISOString())),
        ]),
      ),
      counted: profiles.map(({ dates }) => dates),
      notations: columns.map((column) => ('notation' in column ? column.notation : undefined)),
      warnings: table.warnings.map(inEnglish),
    };
  } finally {
    table.close();
  }
}

const on = (day: string, clock = '00:00:00.000') => `${day}T${clock}Z`;

test('the year may come last: with points the day stands first, else what no month can be tells', async () => {
  const { dates, counted, notations, warnings } = await datesOf(
    'a;b;c;d\n31.12.2024;31/1/2024;1/31/2024 9:05;2024-02-01\n 1.2.2023 ;2/1/2024;2/1/2024 23:59:30.5;2024-02-02\nx;30/13/2024;;3\n',
  );
  expect(dates).toEqual({
    a: [on('2024-12-31'), on('2023-02-01'), null],
    b: [on('2024-01-31'), on('2024-01-02'), null],
    c: [on('2024-01-31', '09:05:00.000'), on('2024-02-01', '23:59:30.500'), null],
    d: [on('2024-02-01'), on('2024-02-02'), null],
  });
  expect(counted).toEqual([2, 2, 2, 2]);
  expect(notations).toEqual(['day-first', 'day-first', 'month-first', undefined]);
  expect(warnings).toEqual([
    'Dates of "a", "b" are read with the day first: 31.12.2024 is 2024-12-31.',
    'Dates of "c" are read with the month first: 1/31/2024 9:05 is 2024-01-31.',
  ]);
});

test('dates that nothing tells of go by an earlier file, then by the other columns, then have the month first', async () => {
  const content = 'a,b\n3/4/2024,x\n5/6/2024,y\n';
  expect(await datesOf(content)).toMatchObject({
    dates: { a: [on('2024-03-04'), on('2024-05-06')] },
    warnings: [
      'Dates of "a" may have the day or the month first, and no other date tells. They are read with the month first: 3/4/2024 is 2024-03-04. If that is wrong, write them as 2024-03-04, with the year first.',
    ],
  });
  expect(await datesOf(content, { a: 'day-first' })).toMatchObject({
    dates: { a: [on('2024-04-03'), on('2024-06-05')] },
    warnings: [],
  });
  expect(await datesOf('a,b\n3/4/2024,31/12/2024\n')).toMatchObject({
    dates: { a: [on('2024-04-03')], b: [on('2024-12-31')] },
    warnings: ['Dates of "a", "b" are read with the day first: 3/4/2024 is 2024-04-03.'],
  });
  // What a file shows itself is stronger than what an earlier one had.
  expect((await datesOf('a,b\n3/14/2024,x\n', { a: 'day-first' })).dates.a).toEqual([on('2024-03-14')]);
});

test('a column whose dates contradict each other, or part their parts in two ways, has none', async () => {
  const { dates, notations, warnings } = await datesOf('a;b\n31/12/2024;1/2-2024\n12/31/2024;1.2/2024\n');
  expect(dates).toEqual({ a: [null, null], b: [null, null] });
  expect([notations, warnings]).toEqual([[undefined, undefined], []]);
});

test('dates in Chinese are read, in a column of others too', async () => {
  const { dates } = await datesOf('a;b\n2024年1月5日;2024-01-06\n 2024年12月31日 10:20;2024年13月1日\n');
  expect(dates).toEqual({
    a: [on('2024-01-05'), on('2024-12-31', '10:20:00.000')],
    b: [on('2024-01-06'), null],
  });
});

test('dates that name the month in English are read, in a column of others too, and those with two digits of a year are none', async () => {
  const { dates, notations, warnings } = await datesOf(
    [
      'a;b;c;d;e',
      'Apr 1 2000;5 January 2024;05-Jan-2024;31/12/2024;1/31/2024',
      'SEPT. 30, 1969 9:05;2024-02-01;29 feb, 2024 24:00;may  1 2024;31/1/2024',
      'Apr 1 00;30 Feb 2024;5-January 2024;Mai 1 2024;3 Aug 2024',
    ].join('\n'),
  );
  expect(dates).toEqual({
    a: [on('2000-04-01'), on('1969-09-30', '09:05:00.000'), null],
    b: [on('2024-01-05'), on('2024-02-01'), null],
    c: [on('2024-01-05'), on('2024-03-01'), null],
    d: [on('2024-12-31'), on('2024-05-01'), null],
    e: [null, null, on('2024-08-03')],
  });
  // Nothing is to be told, or kept, of months that have names.
  expect(notations).toEqual([undefined, undefined, undefined, 'day-first', undefined]);
  expect(warnings).toEqual(['Dates of "d" are read with the day first: 31/12/2024 is 2024-12-31.']);
});

test('every month has its name, long and short', async () => {
  const names = Array.from({ length: 12 }, (_, month) =>
    new Date(Date.UTC(2024, month)).toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
  );
  const cells = names.map((name, month) => `${name} ${month + 1}, 2024;${month + 1}-${name.slice(0, 3)}-2024`);
  const days = names.map((_, month) => on(new Date(Date.UTC(2024, month, month + 1)).toISOString().slice(0, 10)));
  expect((await datesOf(`a;b\n${cells.join('\n')}`)).dates).toEqual({ a: days, b: days });
});
