import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layerloom } from '../../testing/command-process.ts';
import { vegaFile } from '../../testing/datasets.ts';
import { lacks } from '../../testing/leave-out.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { openDataset } from '../data/open.ts';
import { openDatabase, quote, quoteFile } from '../data/tables/database.ts';
import { openProject } from '../services/projects.ts';

const movieLens = process.env.LAYERLOOM_TEST_DATA && join(process.env.LAYERLOOM_TEST_DATA, 'ml-latest-small');
const hasRatings = Boolean(movieLens && existsSync(join(movieLens, 'ratings.csv')));

/** Targets of a part of a project's data. */
async function targetsOf(directory: string, part: 'train' | 'test', name: string): Promise<Float32Array> {
  const { data } = await openProject(directory);
  const dataset = await openDataset(data, { directory, limit: null });
  try {
    const values: number[] = [];
    for await (const { targets } of dataset.batches(part, { batchSize: 65_536, shuffleSeed: null }))
      values.push(...targets[name]!.data);
    return Float32Array.from(values);
  } finally {
    dataset.close();
  }
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('flights: three million rows of Parquet with dates, categories and missing values go through the whole job', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'flights.parquet');
  const database = await openDatabase();
  try {
    // The package's file has every value: one in a hundred of two columns goes.
    const holes = (column: string, at: number) =>
      `CASE WHEN file_row_number % 100 = ${at} THEN NULL ELSE ${column} END AS ${column}`;
    const source = `read_parquet(${quoteFile(vegaFile('flights-3m.parquet'))}, file_row_number = true)`;
    await database.connection.run(
      `COPY (SELECT date, ${holes('distance', 7)}, ${holes('origin', 11)}, destination, delay FROM ${source}) TO ${quote(path)} (FORMAT parquet)`,
    );
  } finally {
    database.close();
  }
  const directory = join(folder, 'flights.loom');
  await layerloom('new', '--from', path, '--target', 'delay', directory);
  const { data, model } = await openProject(directory);
  expect(data.columns).toEqual({
    date: { kind: 'date', role: 'input' },
    distance: { kind: 'numeric', role: 'input' },
    origin: { kind: 'categorical', role: 'input' },
    destination: { kind: 'categorical', role: 'input' },
    delay: { kind: 'numeric', role: 'target' },
  });
  const [input] = Object.values(model.graphs.main!.blocks).filter(({ type }) => type === 'Input');
  // Four parts of a date of which two go round in circles, a distance, and a place for each airport.
  expect((input!.params.shape as number[])[0]).toBeGreaterThan(2 * 200);
  const events = await layerloom('train', directory, '--epochs', '1', '--limit', '20000');
  const end = events.at(-1);
  expect(end).toMatchObject({ event: 'train:end', outcome: 'finished', reason: null });
  const { loss, r2_score: share } = end!.test as Record<string, number>;
  console.log(`Flights: mean squared error ${loss!.toFixed(0)}, R2 ${share!.toFixed(3)} on the test part.`);
  // Flights are late for reasons that the table does not have; what it has tells a little.
  expect(share).toBeGreaterThan(0);
});

test.skipIf(
  lacks(
    hasRatings,
    'MovieLens: ratings from users and movies',
    'test-data',
    'LAYERLOOM_TEST_DATA names no folder with ml-latest-small/ratings.csv, which may not be copied into the project',
  ),
)(
  'MovieLens: users and movies, each an input by its number, tell ratings better than the mean of those known',
  async () => {
    const directory = join(temporaryFolder(), 'ratings.loom');
    await layerloom('new', '--from', join(movieLens!, 'ratings.csv'), '--target', 'rating', directory);
    const { model, data, training } = await openProject(directory);
    const blocks = Object.values(model.graphs.main!.blocks);
    const inputs = blocks.filter(({ type }) => type === 'Input').map(({ name, params }) => [name, params.dtype]);
    expect(inputs.sort()).toEqual([
      ['inputs', 'float32'],
      ['movieId', 'int32'],
      ['userId', 'int32'],
    ]);
    expect(blocks.filter(({ type }) => type === 'Embedding')).toHaveLength(2);
    expect(data.columns).toMatchObject({
      userId: { kind: 'categorical', role: 'input' },
      movieId: { kind: 'categorical', role: 'input' },
      rating: { kind: 'numeric', role: 'target' },
    });
    expect(training.epochs).toBeGreaterThan(1);
    const events = await layerloom('train', directory, '--epochs', '2');
    const end = events.at(-1);
    expect(end).toMatchObject({ event: 'train:end', outcome: 'finished', reason: null });
    const [train, held] = await Promise.all([
      targetsOf(directory, 'train', 'rating'),
      targetsOf(directory, 'test', 'rating'),
    ]);
    expect(train.length + held.length).toBeGreaterThan(80_000);
    const guess = mean(train);
    const guessing = Math.sqrt(mean(held.map((value) => (value - guess) ** 2)));
    const reached = Math.sqrt((end!.test as Record<string, number>).loss!);
    console.log(
      `MovieLens: RMSE ${reached.toFixed(4)} on the test part; the mean rating of the training part: ${guessing.toFixed(4)}.`,
    );
    // Those known are far from telling everything: about 0.87 is what matrix factorization reaches on these ratings.
    expect(reached).toBeLessThan(0.93);
    expect(guessing).toBeGreaterThan(1);
  },
);
