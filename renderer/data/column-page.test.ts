import { expect, test } from 'vitest';
import { drawnColumns, pageOfColumns } from './column-page.ts';

const columns = Array.from({ length: 1234 }, (_, at) => ({
  name: `Gene ${at}`,
  role: at === 7 ? ('target' as const) : ('input' as const),
}));
const show = (search: string, page: number) => {
  const { drawn, ...rest } = pageOfColumns(columns, { search, page });
  return { ...rest, places: drawn.map(({ at }) => at) };
};
const from = (start: number, end: number) => Array.from({ length: end - start }, (_, at) => start + at);

test('of many columns some are drawn, the target on every page', () => {
  const all = { count: 1234, pages: 25 };
  expect(show('', 0)).toEqual({ ...all, page: 0, first: 1, last: 50, places: from(0, drawnColumns) });
  expect(show('', 2)).toEqual({ ...all, page: 2, first: 101, last: 150, places: [...from(100, 150), 7] });
  expect(show('', 99)).toEqual({ ...all, page: 24, first: 1201, last: 1234, places: [...from(1200, 1234), 7] });
});

test('columns are found by a part of their names', () => {
  expect(show('gene 123', 0)).toMatchObject({
    count: 5,
    pages: 1,
    first: 1,
    last: 5,
    places: [123, 1230, 1231, 1232, 1233, 7],
  });
  expect(show(' GENE 7', 1)).toMatchObject({ count: 111, pages: 3, page: 1, first: 51, last: 100 });
  expect(show('protein', 0)).toEqual({ count: 0, pages: 1, page: 0, first: 0, last: 0, places: [7] });
});
