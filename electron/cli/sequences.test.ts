import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { networkForData } from '../../shared/graph/network-for-data.ts';
import { answersOf, layerloom } from '../../testing/command-line.ts';
import { chaptersOfMobyDick, readPart, vegaFile } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from '../data/inspect.ts';
import { openDataset } from '../data/open.ts';
import { openProject, saveProject } from '../services/projects.ts';

/** The entropy of tokens by how often each comes, in nats: the loss of a model that knows nothing else. */
function entropyOf(tokens: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const token of Array.from(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / tokens.length) * Math.log(count / tokens.length),
    0,
  );
}

test('a book is data: its next letter is told far better than by how often letters come', async () => {
  const folder = temporaryFolder();
  const book = join(folder, 'book.txt');
  writeFileSync(book, chaptersOfMobyDick(8).join('\n'));
  const directory = join(folder, 'book.loom');
  await answersOf('new', '--from', book, directory);
  // Windows as short as these are learned in seconds.
  const project = await openProject(directory);
  const preparation = project.data.preparation.map((step) =>
    step.step === 'tokenize' ? { ...step, sequenceLength: 12 } : step,
  );
  const data = { ...project.data, preparation };
  const summary = await inspectDataset(data, { directory });
  const optimizer = { ...project.training.optimizer, learningRate: 0.005 };
  const training = { ...project.training, optimizer, batchSize: 32 };
  await saveProject({ ...project, data, training, model: networkForData(summary) }, directory);
  const end = (await answersOf('train', directory, '--epochs', '2', '--limit', '5000')).at(-1);
  expect(end).toMatchObject({ outcome: 'finished' });
  const dataset = await openDataset(data, { directory, limit: null });
  const { targets } = await readPart(dataset, 'test');
  dataset.close();
  expect(end.test.loss).toBeLessThan(entropyOf(targets.next!.data) - 0.3);
  // The commonest sign of all is the space; after "th" it is not.
  writeFileSync(join(folder, 'asked.txt'), 'the whale, the sea, th\n');
  const [answer, ...others] = await answersOf('predict', end.run, '--input', join(folder, 'asked.txt'));
  expect([answer.output, answer.label, others]).toEqual(['next', 'e', []]);
  // A letter is a token. The likeliest one is what the prediction says; a drawn text is the seed's.
  const prompt = 'the whale, the sea, th';
  const [likeliest] = await answersOf('generate', end.run, '--prompt', prompt, '--tokens', '1', '--temperature', '0');
  expect(likeliest).toMatchObject({ prompt, text: 'e', outcome: 'done' });
  const [drawn] = await answersOf('generate', end.run, '--prompt', prompt, '--seed', '7');
  expect(drawn.text).toMatch(/^[^\ufffd]{200}$/u);
  const { code, out } = await layerloom('generate', end.run, '--prompt', prompt, '--seed', '7');
  expect([code, out.join('')]).toEqual([0, prompt + drawn.text]);
});

test('a series of days is data: a week ahead is told better than by the last value, and than by the mean', async () => {
  const folder = temporaryFolder();
  const weather = vegaFile('seattle-weather.csv');
  const directory = join(folder, 'weather.loom');
  await answersOf('new', '--from', weather, '--target', 'temp_max', '--windows', '14', directory);
  const [found] = await answersOf('data', directory, '--source', weather, '--target', 'temp_max', '--windows', '14');
  expect(found).toMatchObject({
    targets: [{ name: 'temp_max', kind: 'number' }],
    // A window ends a day before the day it tells: the first 14 days of training are told by none.
    rows: { train: 1461 - 2 * 219 - 14, validation: 219, test: 219 },
    warnings: [],
  });
  expect(found.features[0].shape[0]).toBe(14);
  const project = await openProject(directory);
  expect([project.data.windows, project.data.split.method, project.data.split.column]).toEqual([
    { length: 14, horizon: 1, stride: 1, time: 'date', series: null },
    'time',
    'date',
  ]);
  // The last value says much of the next day, and less of the next week.
  const data = { ...project.data, windows: { ...project.data.windows!, horizon: 7 } };
  await saveProject({ ...project, data }, directory);
  const end = (await answersOf('train', directory, '--epochs', '8')).at(-1);
  expect(end).toMatchObject({ outcome: 'finished' });
  const [header, ...lines] = readFileSync(weather, 'utf8').trim().split('\n');
  const maxima = lines.map((line) => Number(line.split(',')[2]));
  const dataset = await openDataset(data, { directory, limit: null });
  const told = [...dataset.sourceRows('test')];
  const trained = [...dataset.sourceRows('train')].map((row) => maxima[row]!);
  dataset.close();
  const mean = trained.reduce((sum, value) => sum + value, 0) / trained.length;
  const errorOf = (guess: (row: number) => number) =>
    told.reduce((sum, row) => sum + (maxima[row]! - guess(row)) ** 2, 0) / told.length;
  const [lastValue, byMean] = [errorOf((row) => maxima[row - 7]!), errorOf(() => mean)];
  expect(end.test.loss).toBeLessThan(lastValue);
  expect(end.test.loss).toBeLessThan(byMean / 2);
  // Two weeks of a file: a week after them.
  writeFileSync(join(folder, 'weeks.csv'), [header, ...lines.slice(-14)].join('\n'));
  const [answer, ...others] = await answersOf('predict', end.run, '--input', join(folder, 'weeks.csv'));
  expect([answer.row, answer.target, others]).toEqual([13, null, []]);
});

test('windows over several series go by what tells them apart, which is said, by what the line says, or by nothing', async () => {
  const folder = temporaryFolder();
  const stocks = vegaFile('stocks.csv');
  const make = async (name: string, ...options: string[]) => {
    const directory = join(folder, name);
    const { code, out, hints } = await layerloom('new', '--from', stocks, '--target', 'price', ...options, directory);
    return { said: [...out, ...hints].join('\n'), data: code === 0 ? (await openProject(directory)).data : null };
  };
  const found = await make('found.loom', '--windows', '12');
  expect(found.data?.windows).toEqual({ length: 12, horizon: 1, stride: 1, time: 'date', series: 'symbol' });
  expect(found.said).toContain(
    'Each window is of one series, as "symbol" tells them apart, its rows in the order of "date".',
  );
  const options = ['--horizon', '2', '--stride', '3', '--time', 'price'];
  const asked = await make('said.loom', '--windows', '12', ...options);
  expect(asked.data?.windows).toEqual({ length: 12, horizon: 2, stride: 3, time: 'price', series: 'symbol' });
  const one = await make('one.loom', '--windows', '12', '--no-time', '--no-series');
  expect(one.data?.windows).toEqual({ length: 12, horizon: 1, stride: 1, time: null, series: null });
  expect(one.said).toContain('Windows take the rows as one series, in the order of the file.');
  expect((await make('both.loom', '--windows', '12', '--series', 'symbol', '--no-series')).said).toContain(
    '--no-series is instead of a column. Expected: one of both. Received: --series symbol.',
  );
  expect((await make('wrong.loom', '--windows', '12', '--series', 'name')).said).toContain(
    'The data has no column "name" for windows to go by. Expected: one of symbol, date, price. Received: "name".',
  );
  for (const [name, ...option] of [['--stride', '2'], ['--no-time']])
    expect((await make('none.loom', ...[name!, ...option])).said).toContain(
      `${name} is of windows. Expected: --windows ROWS. Received: no --windows.`,
    );
  const { out } = await layerloom('data', join(folder, 'found.loom'), '--source', stocks, '--windows', '6');
  expect(out.join('\n')).toContain('Each window is of one series, as "symbol" tells them apart');
});
