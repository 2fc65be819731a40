import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { RunNotice } from '../../shared/ipc/contract.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { Logs, RunEvent } from '../../shared/training/events.ts';
import { onEngine } from '../../testing/backends.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { told } from '../../testing/told.ts';
import { runCommandLine } from '../cli/cli.ts';
import { saveProject } from './projects.ts';
import { createRuns, type Runs } from './runs.ts';
import { readTemplate } from './templates.ts';

onEngine('tensorflow', 'a graph that fails when it has proved itself', () => {
  let folder: string;
  let project: string;
  let runs: Runs;
  let trained: { readonly directory: string; readonly events: readonly RunEvent[] };
  const notices: RunNotice[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
    project = join(folder, 'diabetes.loom');
    const template = await readTemplate('mlp-diabetes');
    const data = { ...template.data, source: { kind: 'table', path: 'patients.csv' } } as const;
    // So many batches that graphs are used in each part: they prove themselves on the first three.
    const training = { ...template.training, epochs: 2, batchSize: 8, engine: 'tensorflow' } as const;
    await saveProject({ ...template, data, training }, project);
    await cp(join(import.meta.dirname, '../../assets/data/diabetes.csv'), join(project, 'patients.csv'));
    runs = createRuns({ engineHost: await createTestEngineHost(), version: '0.0.0-test' });
    runs.onNotice((notice) => notices.push(notice));
    trained = await train();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await runs.close();
    notices.length = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** From now on, engines that are started lose the graph after so many runs of it, and all of TensorFlow where told. */
  function loseAfter(sessionRuns: number, all = false): void {
    const program = pathToFileURL(join(import.meta.dirname, '../../testing/failing-sessions.mjs'));
    vi.stubEnv('NODE_OPTIONS', `--import=${program}`);
    vi.stubEnv('LAYERLOOM_TEST_SESSION_RUNS', String(sessionRuns));
    if (all) vi.stubEnv('LAYERLOOM_TEST_ALL_FAIL', '1');
  }

  async function train(): Promise<{ directory: string; events: readonly RunEvent[] }> {
    const events: RunEvent[] = [];
    const ended = new Promise<void>((resolve) => {
      const stop = runs.onEvents((told) => {
        events.push(...told);
        if (!told.some(({ event }) => event === 'train:end')) return;
        stop();
        resolve();
      });
    });
    const { directory } = await runs.start(project);
    await ended;
    return { directory, events };
  }

  const messagesOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.event === 'train:notice' ? [inEnglish(event.message)] : []));
  const endOf = (events: readonly RunEvent[]) => events.findLast(({ event }) => event === 'train:end');

  function expectNear(received: Logs, expected: Logs): void {
    expect(Object.keys(received)).toEqual(Object.keys(expected));
    for (const [log, value] of Object.entries(expected)) expect(received[log]! / value!).toBeCloseTo(1, 4);
  }

  const words = (use: string) =>
    `${use} of 8 rows runs operation by operation, because its graph could not be used: the device is gone.`;

  test('in training goes on operation by operation from the state before that step, and says so once in the log', async () => {
    expect([messagesOf(trained.events), endOf(trained.events)]).toMatchObject([[], { outcome: 'finished' }]);
    // Two runs prove it before the first step; here it is lost in the first epoch.
    loseAfter(20);
    const { directory, events } = await train();
    expect(endOf(events)).toMatchObject({ outcome: 'finished', reason: null });
    expect(messagesOf(events)[0]).toBe(words('Training'));
    expect(new Set(messagesOf(events)).size).toBe(messagesOf(events).length);
    const log = readFileSync(join(directory, 'log.jsonl'), 'utf8').trim().split('\n');
    expect(messagesOf(log.map((line) => JSON.parse(line)))).toEqual(messagesOf(events));
    const epochs = (told: readonly RunEvent[]) => told.flatMap((one) => (one.event === 'train:epoch-end' ? [one] : []));
    for (const [index, { logs }] of epochs(events).entries()) expectNear(logs, epochs(trained.events)[index]!.logs);
  });

  test('in an evaluation and a prediction answers what it should, and says so once', async () => {
    const { directory } = trained;
    const expected = await runs.evaluate(directory, 'test');
    const answers = await runs.predict(directory, { kind: 'part', part: 'test', limit: 60 });
    expect(told(notices)).toEqual([]);
    loseAfter(3);
    expectNear(await runs.evaluate(directory, 'test'), expected);
    expect(told(notices)).toEqual([{ directory, message: words('Evaluation') }]);
    const again = await runs.predict(directory, { kind: 'part', part: 'test', limit: 60 });
    const numbers = (rows: typeof again) => rows.map(({ prediction }) => Math.round(prediction[0]! * 100));
    expect(numbers(again)).toEqual(numbers(answers));
    expect(told(notices.slice(1))).toEqual([{ directory, message: words('Prediction') }]);
    await runs.export(directory, 'keras', join(folder, 'd.keras'));
    expect(told(notices.slice(2))).toEqual([{ directory, message: words('Prediction') }]);
  });

  test('and takes everything with it is said of the call that fails, too', async () => {
    loseAfter(3, true);
    const { directory } = trained;
    await expect(runs.evaluate(directory, 'test')).rejects.toThrow('nothing can be computed');
    expect(told(notices)).toEqual([{ directory, message: words('Evaluation') }]);
    loseAfter(20, true);
    const { events } = await train();
    expect(told(endOf(events))).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('nothing can be comp'),
    });
    expect(messagesOf(events)).toEqual([words('Training')]);
  });

  test('is a line of its own in a terminal, beside the answer', async () => {
    const { directory } = trained;
    const rows = join(folder, 'rows.csv');
    const [titles, ...patients] = readFileSync(join(project, 'patients.csv'), 'utf8').trim().split('\n');
    await writeFile(rows, [titles, ...patients.slice(0, 50)].join('\n'));
    loseAfter(3);
    for (const [line, use, lines] of [
      [['evaluate', directory, '--json'], 'Evaluation', 1],
      [['predict', directory, '--input', rows, '--json'], 'Prediction', 50],
    ] as const) {
      const out: string[] = [];
      const hints: string[] = [];
      const code = await runCommandLine([...line], {
        print: (said) => out.push(said),
        write: () => undefined,
        hint: (said) => hints.push(said),
        onInterrupt: () => undefined,
        interactive: false,
      });
      expect({ code, hints, lines: out.length }).toEqual({ code: 0, hints: [words(use)], lines });
      for (const each of out) expect(JSON.parse(each)).toBeTypeOf('object');
    }
  });
});
