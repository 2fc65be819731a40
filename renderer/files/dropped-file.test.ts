import { afterEach, expect, test, vi } from 'vitest';
import { until } from '../../testing/until.ts';
import { inWords } from '../messages/text.ts';
import { choosing } from './choose-path.ts';
import { carriesFiles, droppedData, pathOfDropped } from './dropped-file.ts';

afterEach(() => vi.unstubAllGlobals());

const dropped = (names: readonly string[], isDirectory = false) =>
  droppedData({
    files: names.map((name) => new File([], name)) as unknown as FileList,
    items: names.map(() => ({ webkitGetAsEntry: () => ({ isDirectory }) })) as unknown as DataTransferItemList,
  });

test('data is one file or one folder, whatever is in it; anything else is told what was expected and what came', () => {
  expect(dropped(['photos'], true)).toMatchObject({ ok: true, isFolder: true });
  for (const name of [
    'a.csv',
    'A.TSV',
    'a.parquet',
    'a.jsonl',
    'a.XLSX',
    'book.txt',
    'mnist.npz',
    'x.npy',
    'train-images-idx3-ubyte.gz',
  ])
    expect(dropped([name]), name).toMatchObject({ ok: true, isFolder: false });
  const refusal = (names: readonly string[]) => {
    const found = dropped(names);
    return found.ok ? null : inWords(found.problem);
  };
  expect(refusal(['a.csv', 'b.csv', 'c.csv'])).toBe('One file is taken at a time. Received: 3.');
  for (const name of ['parquet', 'a.docx']) expect(refusal([name])).toMatch(new RegExp(`Received: ${name}\\.$`));
  expect(dropped([]).ok).toBe(false);
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
  await until(() => expect(choosing.getState().request).not.toBeNull());
  expect(inWords(explain.mock.calls[0]![0])).toContain('Choose a.csv in its folder');
  choosing.getState().request!.answer('/home/ada/a.csv');
  expect(await chosen).toBe('/home/ada/a.csv');
});
