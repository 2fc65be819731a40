import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CrossValidationEnd, StartedRun } from '../../shared/ipc/runs.ts';
import { crossValidationsOf } from '../../shared/training/cross-validation.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { told } from '../../testing/told.ts';
import { readPreparation, readRun } from '../formats/run-folder.ts';
import { saveProject } from './projects.ts';
import { createRuns, type Runs } from './runs.ts';
import { readTemplate } from './templates.ts';

let folder: string;
let runs: Runs;
/** What was heard, in order: begins and ends of runs, of folds and of the cross-validation. */
let heard: (RunEvent | StartedRun | CrossValidationEnd)[];
let hearEnd: (end: CrossValidationEnd) => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
  heard = [];
  runs = createRuns({ engineHost: await createTestEngineHost(), version: '0.0.0-test' });
  runs.onEvents((events) =>
    heard.push(...events.filter(({ event }) => event === 'train:begin' || event === 'train:end')),
  );
  runs.onFoldBegin((started) => heard.push(started));
  runs.onCrossValidationEnd((end) => {
    heard.push(end);
    hearEnd(end);
  });
});

afterEach(async () => {
  await runs.close();
  heard.length = 0;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The diabetes starter, saved in a new folder. */
async function saveDiabetes(training: Partial<TrainingDocument>): Promise<string> {
  const directory = join(mkdtempSync(join(folder, 'project-')), 'diabetes.loom');
  const template = await readTemplate('mlp-diabetes');
  await saveProject(
    { ...template, training: { ...template.training, epochs: 2, engine: 'wasm', ...training } },
    directory,
  );
  return directory;
}

const nextEnd = () =>
  new Promise<CrossValidationEnd>((resolve) => {
    hearEnd = resolve;
  });

const words = () =>
  heard.map((one) => {
    if ('outcome' in one && 'crossValidation' in one) return `all ${one.outcome}`;
    if ('event' in one) return one.event === 'train:end' ? `end ${one.outcome}` : 'begin';
    return `fold ${one.fold?.fold}`;
  });

test('folds train one after the other, each on its own rows with its own preparation, and none looks at the test part', async () => {
  const project = await saveDiabetes({ folds: 2 });
  const ended = nextEnd();
  const first = await runs.start(project);
  expect(first.fold).toEqual({ crossValidation: first.run, fold: 1, folds: 2 });
  expect(await ended).toEqual({ crossValidation: first.run, outcome: 'finished', reason: null });
  expect(words()).toEqual(['begin', 'end finished', 'fold 2', 'begin', 'end finished', 'all finished']);
  expect(runs.training()).toBeNull();

  const list = await runs.list(project);
  const [found] = crossValidationsOf(list);
  expect(found).toMatchObject({ crossValidation: first.run, folds: 2, finished: 2 });
  expect(found!.runs.map(({ fold, test }) => [fold!.fold, test])).toEqual([
    [1, null],
    [2, null],
  ]);
  expect(found!.runs.map(({ run }) => run.replace(/^.{20}/, ''))).toEqual([1, 2].map((n) => `diabetes-fold-${n}`));
  // 442 rows, of which 88 are for the test.
  const begins = heard.flatMap((one) => ('event' in one && one.event === 'train:begin' ? [one.rows] : []));
  expect(begins.map(({ validation }) => validation).sort()).toEqual([177, 177]);
  expect(begins.map(({ train, validation, test }) => [train + validation, test])).toEqual(Array(2).fill([354, 0]));
  const preparations = await Promise.all(found!.runs.map(({ directory }) => readPreparation(directory)));
  expect(new Set(preparations.map((one) => JSON.stringify(one))).size).toBe(2);
  // What is asked of a fold later is asked on its own rows.
  const { directory, bestLogs } = found!.runs[1]!;
  expect((await runs.evaluate(directory, 'validation')).loss).toBeCloseTo(bestLogs.val_loss!, 3);
  expect((await readRun(directory)).fold).toEqual({ crossValidation: first.run, fold: 2, folds: 2 });
});

test('a stop ends the whole cross-validation, whichever of its folds is named, and keeps the folds that were finished', async () => {
  const project = await saveDiabetes({ epochs: 40 });
  const ended = nextEnd();
  const first = await runs.start(project, { folds: 20 });
  const second = new Promise<void>((resolve) => {
    const stop = runs.onFoldBegin(() => {
      stop();
      resolve();
    });
  });
  await second;
  await runs.stop(first.run);
  expect((await ended).outcome).toBe('stopped');
  const states = (await runs.list(project)).map(({ state }) => state);
  expect(states.length).toBeLessThan(20);
  expect(states.at(-1)).toBe('finished');
  expect(states.filter((state) => state === 'training')).toEqual([]);
  expect(heard.at(-1)).toMatchObject({ outcome: 'stopped' });
  // A stop that comes after all is over is no error.
  await runs.stop(first.run);
});

test('a fold that fails fails the cross-validation with its reason', async () => {
  const template = await readTemplate('mlp-diabetes');
  const data = { ...template.data, split: { ...template.data.split, method: 'group', column: 'sex' } } as const;
  const grouped = join(folder, 'grouped.loom');
  await saveProject({ ...template, data, training: { ...template.training, engine: 'wasm', folds: 3 } }, grouped);
  const ended = nextEnd();
  await runs.start(grouped);
  const { outcome, reason } = await ended;
  expect(outcome).toBe('failed');
  expect(told(reason)).toContain('There are too few groups for 3 folds');
  expect(readdirSync(join(grouped, 'runs'))).toHaveLength(1);
});
