import { createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { RunReading } from '../../shared/ipc/contract.ts';
import { UserError } from '../../shared/ipc/port.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { told } from '../../testing/told.ts';
import { projectForData } from './project-for-data.ts';
import { saveProject } from './projects.ts';
import { createRuns, type Runs } from './runs.ts';

const rows = 1_500_000;
let folder: string;
let project: string;
let runs: Runs;
let host: Awaited<ReturnType<typeof createTestEngineHost>>;
let readings: RunReading[];
let events: RunEvent[];

/** Rows enough that to read them takes seconds. */
async function writeLongTable(path: string): Promise<void> {
  function* lines() {
    yield 'width,height,price\n';
    for (let first = 0; first < rows; first += 10_000) {
      const some = Array.from({ length: 10_000 }, (_, at) => first + at);
      yield some.map((row) => `${row % 97},${(row * 7) % 89}.5,${(row % 97) + ((row * 7) % 89) * 2}\n`).join('');
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
  // What values take on the disk shows in a folder of its own.
  vi.stubEnv('LAYERLOOM_HOME', join(folder, 'home'));
  const short = join(folder, 'short.csv');
  const head = Array.from({ length: 200 }, (_, row) => `${row % 97},${row % 89}.5,${(row % 97) + (row % 89) * 2}`);
  await pipeline(Readable.from([['width,height,price', ...head, ''].join('\n')]), createWriteStream(short));
  const long = join(folder, 'long.csv');
  await writeLongTable(long);
  const made = await projectForData(short, {});
  project = join(folder, 'long.loom');
  const training = { ...made.training, epochs: 1, engine: 'wasm' } as const;
  await saveProject({ ...made, training, data: { ...made.data, source: { kind: 'table', path: long } } }, project);
  host = await createTestEngineHost();
}, 120_000);

beforeEach(() => {
  readings = [];
  events = [];
  runs = createRuns({ engineHost: host, version: '0.0.0-test' });
  runs.onReading((reading) => readings.push(reading));
  runs.onEvents((some) => events.push(...some));
});

afterEach(() => runs.close());

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves once so many rows, or more, are read. */
function rowsRead(): Promise<void> {
  return new Promise((resolve) => {
    const stop = runs.onReading(({ progress }) => {
      if (progress?.step !== 'rows') return;
      stop();
      resolve();
    });
  });
}

/** Files in which values lie that do not fit into memory. */
const valueFiles = () => {
  const cache = join(folder, 'home', 'cache');
  return existsSync(cache) ? readdirSync(cache, { recursive: true }).filter((name) => !`${name}`.endsWith('data')) : [];
};

it('a run says how far its data is opened, step by step, before it begins', async () => {
  const begun = new Promise<void>((resolve) => {
    const stop = runs.onEvents((some) => {
      if (!some.some(({ event }) => event === 'train:begin')) return;
      stop();
      resolve();
    });
  });
  const { run, directory } = await runs.start(project, { limit: 64 });
  await begun;
  const before = [...readings];
  await runs.stop(run);
  expect(new Set(before.map((reading) => reading.directory))).toEqual(new Set([directory]));
  expect(before.at(-1)!.progress).toBeNull();
  const steps = before.map(({ progress }) => progress?.step ?? null);
  expect(steps.filter((step, at) => step !== steps[at - 1])).toEqual(['check', 'load', 'rows', 'prepare', null]);
  const done = before.flatMap(({ progress }) => (progress?.step === 'rows' ? [progress.count!.done] : []));
  expect(done.length).toBeGreaterThan(1);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
}, 120_000);

it('a run that is stopped while its data is read ends at once as stopped, and keeps nothing', async () => {
  const reading = rowsRead();
  const { run, directory } = await runs.start(project);
  await reading;
  await runs.stop(run);
  // To the end it would have been prepared.
  expect(readings.map(({ progress }) => progress?.step)).not.toContain('prepare');
  expect(events.map(({ event }) => event)).toEqual(['train:end']);
  expect(events[0]).toMatchObject({ outcome: 'stopped', reason: null, test: null });
  expect(readings.at(-1)).toEqual({ directory, progress: null });
  const { summary, events: log } = await runs.read(directory);
  expect(summary).toMatchObject({ state: 'stopped', reason: null, epochs: 0, weights: null });
  expect(log).toEqual(events);
  expect(readdirSync(directory).sort()).toEqual(['log.jsonl', 'run.json']);
  expect(valueFiles()).toEqual([]);
  expect(runs.training()).toBeNull();
}, 120_000);

it('a prediction that is given up while the data is read ends at once, and its process with it', async () => {
  const trained = new Promise<void>((resolve) => {
    runs.onEvents((some) => some.some(({ event }) => event === 'train:end') && resolve());
  });
  const { directory } = await runs.start(project, { limit: 64 });
  await trained;
  readings.length = 0;
  const ending = new AbortController();
  const reading = rowsRead();
  const asked = runs.predict(directory, { kind: 'part', part: 'test', limit: 3 }, ending.signal);
  await Promise.race([reading, asked]);
  ending.abort(new UserError('Enough.'));
  await expect(asked).rejects.toThrow('Enough.');
  expect(await host.started.at(-1)!.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(told(readings.at(-1))).toEqual({ directory, progress: null });
}, 120_000);
