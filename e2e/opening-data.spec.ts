import { createWriteStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

/** Rows enough that to read them takes seconds. */
const rows = 3_000_000;

const lineOf = (row: number) => `${row % 97},${(row * 7) % 89}.5,${(row % 97) + ((row * 7) % 89) * 2}\n`;

function* lines(count: number) {
  yield 'width,height,price\n';
  for (let first = 0; first < count; first += 10_000)
    yield Array.from({ length: Math.min(10_000, count - first) }, (_, at) => lineOf(first + at)).join('');
}

test('a run says how far its data is opened, and Stop ends it meanwhile, with nothing left but its record', async ({
  layerloom,
  folder,
  host,
}) => {
  const { start, paths, topBar, train, runBar } = layerloom;
  const [short, long] = [join(folder, 'short.csv'), join(folder, 'long.csv')];
  await writeFile(short, [...lines(200)].join(''));
  await pipeline(Readable.from(lines(rows)), createWriteStream(long));
  const client = await host.client();
  const made = await client.ask('project:create-for-data', { path: short, reading: 'short' });
  const directory = join(folder, 'long.loom');
  const data = { ...made.data, source: { kind: 'table' as const, path: long } };
  await client.ask('project:save', { directory, project: { ...made, data } });
  await start.openProject.click();
  await paths.take('open-project', directory);
  await topBar.goTo('train');
  await topBar.train.click({ timeout: 120_000 });
  await expect(runBar.reading).toHaveAttribute('aria-valuetext', /[0-9] rows$/, { timeout: 60_000 });
  await expect(runBar.progress).toHaveAttribute('aria-valuenow', '0');
  await runBar.stop.click();
  await expect(runBar.bar).toBeHidden({ timeout: 10_000 });
  await expect(train.runs.first()).toContainText(text('training.stoppedEarly'));
  const [run] = await client.ask('runs:list', { directory });
  expect(run).toMatchObject({ state: 'stopped', reason: null, epochs: 0, weights: null });
  expect((await readdir(run!.directory)).sort()).toEqual(['log.jsonl', 'run.json']);
});
