import { afterEach, expect, test, vi } from 'vitest';
import { inWords } from '../messages/text.ts';
import { choosing } from './choose-path.ts';
import { carriesFiles, droppedData, droppedTable, pathOfDropped } from './dropped-file.ts';

afterEach(() => vi.unstubAllGlobals());

const dropped = (names: readonly string[], isDirectory = false) =>
  droppedTable({
    files: names.map((name) => new File([], name)) as unknown as FileList,
    items: names.map(() => ({ webkitGetAsEntry: () => ({ isDirectory }) })) as unknown as DataTransferItemList,
  });
const refusal = (names: readonly string[], isDirectory = false) => {
  const found = dropped(names, isDirectory);
  return found.ok ? null : inWords(found.problem);
};

test('one table is taken; anything else is told what was expected and what came', () => {
  expect(dropped(['a.csv'])).toMatchObject({ ok: true });
  for (const name of ['A.TSV', 'a.parquet', 'a.json', 'a.jsonl', 'a.xlsx'])
    expect(dropped([name])).toMatchObject({ ok: true });
  expect(refusal(['parquet'])).toMatch(/Received: parquet\.$/);
  expect(refusal(['a.csv', 'b.csv', 'c.csv'])).toBe('One file is taken at a time. Received: 3.');
  expect(refusal(['photos'], true)).toBe(
    'A table is one file: CSV, TSV, Parquet, JSON or Excel. Received: the folder photos.',
  );
  expect(refusal(['a.docx'])).toMatch(/ends in one of \.csv, .*\.xlsx\. Received: a\.docx\.$/);
});

test('data is one file or one folder, whatever is in it', () => {
  const data = (names: readonly string[], isDirectory = false) =>
    droppedData({
      files: names.map((name) => new File([], name)) as unknown as FileList,
      items: names.map(() => ({ webkitGetAsEntry: () => ({ isDirectory }) })) as unknown as DataTransferItemList,
    });
  expect(data(['photos'], true)).toMatchObject({ ok: true, isFolder: true });
  for (const name of ['a.csv', 'a.XLSX', 'mnist.npz', 'x.npy', 'train-images-idx3-ubyte.gz'])
    expect(data([name]), name).toMatchObject({ ok: true, isFolder: false });
  for (const names of [['a.docx'], [], ['a.csv', 'b.csv']]) expect(data(names).ok).toBe(false);
});

test('a dragged block is no file', () => {
  expect([carriesFiles({ types: ['Files'] }), carriesFiles({ types: ['text/plain'] })]).toEqual([true, false]);
});

test('Electron tells where a file lies; in a browser it is chosen by its path, and why is said', async () => {
  const explain = vi.fn();
  vi.stubGlobal('window', { layerloom: { pathOf: () => '/data/a.csv' } });
  expect(await pathOfDropped(new File([], 'a.csv'), explain)).toBe('/data/a.csv');
  expect(explain).not.toHaveBeenCalled();

  vi.stubGlobal('window', {});
  const host = {
    ask: () => Promise.resolve({ nativeDialogs: false, home: '/home/ada' }),
    on: () => () => {},
  };
  choosing.setState({ host: host as never, request: null });
  const chosen = pathOfDropped(new File([], 'a.csv'), explain);
  await vi.waitFor(() => expect(choosing.getState().request).not.toBeNull());
  expect(inWords(explain.mock.calls[0]![0])).toContain('Choose a.csv in its folder');
  choosing.getState().request!.answer('/home/ada/a.csv');
  expect(await chosen).toBe('/home/ada/a.csv');
});
