import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { componentValue } from '../../shared/blocks/params.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { sgd } from '../../shared/training/optimizers/sgd.ts';
import type { TrainingDocument } from '../../shared/training/settings.ts';
import { isThere, onEngine } from '../../testing/backends.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { told } from '../../testing/told.ts';
import { stampSource } from '../data/sources/source-stamp.ts';
import { readCheckpoint } from '../formats/checkpoint.ts';
import { checkpointFile, readRun } from '../formats/run-folder.ts';
import { openProject, saveProject } from './projects.ts';
import { createRuns, type Runs } from './runs.ts';
import { readTemplate } from './templates.ts';

type TestHost = Awaited<ReturnType<typeof createTestEngineHost>>;
type EndEvent = Extract<RunEvent, { event: 'train:end' }>;

let folder: string;
let host: TestHost;
let runs: Runs;
let events: RunEvent[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
  host = await createTestEngineHost();
  events = [];
  runs = createRuns({ engineHost: host, version: '0.0.0-test' });
  runs.onEvents((told) => events.push(...told));
});

afterEach(async () => {
  await runs.close();
  events.length = 0;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The diabetes starter with its table as a file beside it, saved in a new folder. */
async function saveDiabetes(training: Partial<TrainingDocument> = {}): Promise<string> {
  const directory = join(mkdtempSync(join(folder, 'project-')), 'diabetes.loom');
  const template = await readTemplate('mlp-diabetes');
  const data = { ...template.data, source: { kind: 'table', path: 'patients.csv' } } as const;
  await saveProject({ ...template, data, training: { ...template.training, epochs: 3, ...training } }, directory);
  await cp(join(import.meta.dirname, '../../assets/data/diabetes.csv'), join(directory, 'patients.csv'));
  return directory;
}

/** Resolves with the next event of a kind. */
function nextEvent<Kind extends RunEvent['event']>(kind: Kind): Promise<Extract<RunEvent, { event: Kind }>> {
  return new Promise((resolve) => {
    const stop = runs.onEvents((told) => {
      const event = told.find((one) => one.event === kind);
      if (!event) return;
      stop();
      resolve(event as Extract<RunEvent, { event: Kind }>);
    });
  });
}

async function train(project: string): Promise<{ run: string; directory: string; end: EndEvent }> {
  const ended = nextEvent('train:end');
  const started = await runs.start(project);
  return { ...started, end: await ended };
}

/** The losses a log tells, batch by batch and epoch by epoch. */
const lossesOf = (log: readonly RunEvent[]) => ({
  batches: log.flatMap((event) => (event.event === 'train:batch-end' ? event.points : [])),
  epochs: log.flatMap((event) => (event.event === 'train:epoch-end' ? [event.logs] : [])),
  test: log.flatMap((event) => (event.event === 'train:end' ? [event.test] : [])),
});

const documents = ['model.json', 'layout.json', 'data.json', 'training.json'];
const readDocuments = (project: string) => documents.map((name) => readFileSync(join(project, name), 'utf8'));

it('a run of data that changed since they were looked at says so, and one of the same data does not', async () => {
  const project = await saveDiabetes({ epochs: 1 });
  const { data } = await openProject(project);
  const looked = await stampSource(data, project);
  const path = join(project, 'patients.csv');
  const said: unknown[] = [];
  for (const change of [() => undefined, () => appendFileSync(path, readFileSync(path, 'utf8').split('\n')[1]!)]) {
    change();
    const ended = nextEvent('train:end');
    const { directory } = await runs.start(project, {}, looked);
    await ended;
    const { events: log } = await runs.read(directory);
    said.push(log.flatMap((event) => (event.event === 'train:notice' ? [inEnglish(event.message)] : [])));
  }
  expect(said).toEqual([[], [expect.stringMatching(/patients\.csv has changed on disk/)]]);
});

describe('a run of a network on a table', () => {
  let project: string;
  let trained: Awaited<ReturnType<typeof train>>;
  let heard: RunEvent[];

  beforeAll(async () => {
    project = await saveDiabetes();
    trained = await train(project);
    heard = [...events];
  });

  it('finishes, and its folder says all there is to say', async () => {
    const { run, directory, end } = trained;
    expect(end).toMatchObject({ outcome: 'finished', reason: null });
    expect(Object.keys(end.test!).sort()).toEqual(['loss', 'mean_absolute_error', 'r2_score']);

    const { summary, events: log } = await runs.read(directory);
    expect(log).toEqual(heard);
    expect(log.filter(({ event }) => event !== 'train:batch-end').map(({ event }) => event)).toEqual([
      'train:begin',
      ...Array(3).fill(['train:epoch-begin', 'train:epoch-end']).flat(),
      'train:end',
    ]);
    const steps = log[0]!.event === 'train:begin' ? log[0]!.stepsPerEpoch : 0;
    expect(lossesOf(log).batches.map(([step]) => step)).toEqual(Array.from({ length: 3 * steps }, (_, i) => i + 1));
    expect(summary).toMatchObject({ run, directory, state: 'finished', reason: null, epochs: 3, test: end.test });
    expect(summary.logs).toEqual(lossesOf(log).epochs[2]);
    expect(await runs.list(project)).toEqual([summary]);

    expect(readdirSync(directory).sort()).toEqual(['checkpoints', 'log.jsonl', 'preparation.json', 'run.json']);
    expect(readdirSync(join(directory, 'checkpoints')).sort()).toEqual(['best.safetensors', 'last.safetensors']);
    const { model, training, engine, process: pid } = await readRun(directory);
    const saved = await openProject(project);
    expect({ model, training, pid }).toEqual({ model: saved.model, training: saved.training, pid: null });
    expect(engine).toMatchObject({ name: isThere('tensorflow') ? 'tensorflow' : 'wasm' });
  });

  it('is measured once on the test part; asked again it answers the same from its best weights', async () => {
    expect(heard.filter((event) => event.event === 'train:end' && event.test !== null)).toHaveLength(1);
    expect(await runs.evaluate(trained.directory, 'test')).toEqual(trained.end.test);
  });

  it('predicts the rows of another file as it predicts its own', async () => {
    const held = await runs.predict(trained.directory, { kind: 'part', part: 'test', limit: 40 });
    expect(held).toHaveLength(40);
    const all = await runs.predict(trained.directory, { kind: 'file', path: join(project, 'patients.csv') });
    expect(all.map(({ row }) => row)).toEqual(Array.from({ length: 442 }, (_, row) => row));
    for (const { row, prediction, target, output, label } of held) {
      expect({ output, label }).toEqual({ output: 'progression', label: null });
      expect(all[row]!.prediction[0]).toBeCloseTo(prediction[0]!, 3);
      expect(all[row]!.target).toBe(target);
    }
  });

  it('from the same seed gives the same losses, bit for bit', async () => {
    const again = await train(project);
    const { events: log } = await runs.read(again.directory);
    expect(lossesOf(log)).toEqual(lossesOf(heard));
    expect((await runs.list(project)).map(({ state }) => state)).toEqual(['finished', 'finished']);
  });

  it('may differ from the settings of its project in epochs, seed and rows', async () => {
    const ended = nextEvent('train:end');
    const { directory } = await runs.start(project, { limit: 40, epochs: 1, seed: 43 });
    await ended;
    const { events: log } = await runs.read(directory);
    expect(log[0]).toMatchObject({ rows: { train: 40, validation: 40, test: 40 }, epochs: 1 });
    expect(lossesOf(log).batches[0]![1]).not.toBe(lossesOf(heard).batches[0]![1]);
  });
});

describe('a run that is stopped', () => {
  it('ends as stopped and keeps its last state', async () => {
    const project = await saveDiabetes({ epochs: 1_000_000 });
    const begun = nextEvent('train:batch-end');
    const { run, directory } = await runs.start(project);
    await begun;
    expect((await runs.list(project))[0]).toMatchObject({ run, state: 'training' });
    const asked = performance.now();
    await runs.stop(run);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(events.at(-1)).toMatchObject({ event: 'train:end', outcome: 'stopped', reason: null, test: null });
    const last = await readCheckpoint(checkpointFile(directory, 'last'));
    const steps = lossesOf(events).batches.at(-1)![0];
    expect(last.position.updates).toBe(steps);
    expect((await runs.read(directory)).summary.state).toBe('stopped');
    await expect(runs.stop('2020-01-01T00-00-00-x')).rejects.toThrow('is not training here');
  });

  it('in its first epoch leaves weights that can be judged, used and exported', async () => {
    const project = await saveDiabetes({ epochs: 1, batchSize: 1 });
    const table = join(project, 'patients.csv');
    const [head, ...patients] = readFileSync(table, 'utf8').trim().split('\n');
    const often = Array.from({ length: 100 }, () => patients).flat();
    writeFileSync(table, [head, ...often].join('\n'));
    const begun = nextEvent('train:batch-end');
    const { run, directory } = await runs.start(project);
    await begun;
    await runs.stop(run);
    const { summary } = await runs.read(directory);
    expect(summary).toMatchObject({ state: 'stopped', epochs: 0, bestEpoch: null, weights: 'last' });
    expect(Object.keys(await runs.evaluate(directory, 'test'))).toContain('loss');
    expect(await runs.predict(directory, { kind: 'part', part: 'test', limit: 3 })).toHaveLength(3);
    const path = join(folder, 'stopped.keras');
    expect(await runs.export(directory, 'keras', path)).toMatchObject({ path, proof: { rows: 256 } });
  });

  it('lets no second one start beside it', async () => {
    const project = await saveDiabetes({ epochs: 1_000_000 });
    const { run } = await runs.start(project);
    const second = runs.start(project);
    await expect(second).rejects.toThrow(UserError);
    await expect(second).rejects.toThrow(`one trains at a time. Wait for its end or stop it. Received: ${run}.`);
    await runs.stop(run);
    expect(await runs.list(project)).toHaveLength(1);
  });
});

/** Engines of which one is a part of the application and one a library of others with threads of its own. */
for (const engine of ['wasm', 'tensorflow'] as const) {
  onEngine(engine, `a killed engine ${engine}`, () => {
    it('makes its run fail with the reason, harms nothing, and the next run finishes', async () => {
      const project = await saveDiabetes({ epochs: 1_000_000, engine });
      const before = readDocuments(project);
      const ended = nextEvent('train:end');
      const { directory } = await runs.start(project);
      const checkpoints = join(directory, 'checkpoints');
      const last = checkpointFile(directory, 'last');
      await vi.waitFor(() => expect(existsSync(last)).toBe(true), { timeout: 60_000 });
      // In the middle of writing the next one.
      const writing = watch(checkpoints);
      await new Promise((resolve) => writing.once('change', resolve));
      process.kill(host.started.at(-1)!.pid!, 'SIGKILL');
      writing.close();
      const end = await ended;
      expect(end.outcome).toBe('failed');
      expect(told(end.reason)).toContain('The engine process ended unexpectedly (signal SIGKILL).');
      expect(told(end.reason)).toContain('The project is untouched, and the checkpoints up to then are kept.');

      const { summary, events: log } = await runs.read(directory);
      expect(summary).toMatchObject({ state: 'failed', reason: end.reason });
      expect(summary.epochs).toBeGreaterThan(0);
      expect(log).toEqual(events);
      expect(log.at(-1)).toEqual(end);
      expect(log[0]).toMatchObject({ event: 'train:begin', engine: { name: engine } });
      expect(readDocuments(project)).toEqual(before);
      const kept = readdirSync(checkpoints);
      expect(kept).toContain('last.safetensors');
      expect(kept.filter((name) => !/^(last|best)\.safetensors$/.test(name))).toEqual([]);
      for (const name of kept) await readCheckpoint(join(checkpoints, name));
      expect(Object.keys(await runs.evaluate(directory, 'test'))).toContain('loss');

      const next = nextEvent('train:end');
      await runs.start(project, { epochs: 2 });
      expect(await next).toMatchObject({ outcome: 'finished' });
      expect((await runs.list(project)).map(({ state }) => state)).toEqual(['finished', 'failed']);
    });
  });
}

describe('a run fails in words', () => {
  it('when its table is not there', async () => {
    const project = await saveDiabetes();
    await rm(join(project, 'patients.csv'));
    const { end } = await train(project);
    expect(end).toMatchObject({ outcome: 'failed', test: null });
    expect(told(end.reason)).toContain('patients.csv');
  });

  it('when its loss comes apart, and names the learning rate', async () => {
    const project = await saveDiabetes({
      optimizer: { ...componentValue(sgd), learningRate: 1e10 },
    });
    const { end } = await train(project);
    expect(end.outcome).toBe('failed');
    expect(told(end.reason)).toMatch(
      /The loss became (NaN|infinite).* in epoch 1, step \d+ of \d+\. .*than 10000000000\./,
    );
  });

  it('before it starts, when the model has problems or no data is chosen', async () => {
    const project = await saveDiabetes();
    const opened = await openProject(project);
    const { revision } = await saveProject({ ...opened, data: { ...opened.data, source: { kind: 'none' } } }, project);
    await expect(runs.start(project)).rejects.toThrow('No data is chosen.');
    const { wires: _wires, ...graph } = opened.model.graphs.main!;
    const model = { ...opened.model, graphs: { main: { ...graph, wires: {} } } };
    await saveProject({ ...opened, revision, model }, project);
    await expect(runs.start(project)).rejects.toThrow('The model cannot train yet.');
    expect(existsSync(join(project, 'runs')) ? readdirSync(join(project, 'runs')) : []).toEqual([]);
  });
});
