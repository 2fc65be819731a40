import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DatasetLook, DatasetProgress } from '../../shared/data/dataset.ts';
import { emptyData } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { until } from '../../testing/until.ts';
import { inspectDataset } from '../data/inspect.ts';
import type { Reading } from '../data/reading.ts';
import { createReadings } from './readings.ts';

const ended = new UserError(dataMessages['reading-ended']);

test('a reading tells how far it is while it lasts, and is forgotten after', async () => {
  let tell: Reading['report'] = () => {};
  let finish = () => {};
  const readings = createReadings();
  const summary = readings.read('one', async ({ report }) => {
    tell = report;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  expect(readings.progress('one')).toBeNull();
  const progress: DatasetProgress = { step: 'rows', count: { done: 1, of: 3 } };
  tell(progress);
  expect([readings.progress('one'), readings.progress('two')]).toEqual([progress, null]);
  finish();
  await summary;
  expect(readings.progress('one')).toBeNull();
});

test('a reading of e-mails counts them, and ends when it is told to; another of them goes on', async () => {
  const readings = createReadings();
  const data = { ...emptyData, source: { kind: 'spam-assassin' } } as const;
  const inspect = (reading: Reading) => inspectDataset(data, { directory: null, reading });
  const first = readings.read('first', inspect);
  const second = readings.read('second', inspect);
  const failure = first.catch((error: unknown) => error);
  await until(() => expect(readings.progress('first')).toMatchObject({ step: 'mails', count: { of: 6046 } }));
  expect(readings.progress('first')!.count!.done).toBeLessThan(6046);
  readings.stop('first');
  expect(await failure).toEqual(ended);
  expect(readings.progress('first')).toBeNull();
  expect((await second).classCounts.reduce((sum, { rows }) => sum + rows, 0)).toBe(6046);
});

test('a reading of a table ends within a query', async () => {
  const path = join(temporaryFolder(), 'large.csv');
  const row = Array.from({ length: 20 }, (_, at) => (at * 7919) / 13).join(',');
  const names = Array.from({ length: 20 }, (_, at) => `c${at}`).join(',');
  writeFileSync(path, `${names}\n${`${row}\n`.repeat(60_000)}`);
  const readings = createReadings();
  const steps = new Set<string>();
  const data = { ...emptyData, source: { kind: 'table', path } } as const;
  const summary = readings.read('table', (reading) => inspectDataset(data, { directory: null, reading }));
  const failure = summary.catch((error: unknown) => error);
  await vi.waitFor(
    () => {
      steps.add(readings.progress('table')?.step ?? 'none');
      expect(steps).toContain('load');
    },
    { interval: 1, timeout: 10_000 },
  );
  readings.stop('table');
  expect(await failure).toEqual(ended);
});

test('the first look comes as soon as it is known; a reading without one answers none when it is over', async () => {
  const look: DatasetLook = { title: 'a', origin: null, columns: [], preview: [], images: [], classCounts: [] };
  let finish = () => {};
  const readings = createReadings();
  const summary = readings.read('one', async ({ show }) => {
    const over = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await Promise.resolve();
    show?.(look);
    await over;
  });
  expect(await readings.look('one')).toEqual(look);
  finish();
  await summary;
  expect(await readings.look('one')).toBeNull();
  void readings.read('two', async () => null);
  expect(await readings.look('two')).toBeNull();
});
