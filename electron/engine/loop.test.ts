import { describe, expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { told } from '../../testing/told.ts';
import type { Checkpoint } from '../formats/checkpoint.ts';
import { type CheckpointKeeper, createCheckpointKeeper } from './checkpoint-keeper.ts';
import { type LoopOptions, trainRun } from './loop.ts';
import type { Step, StepBatch } from './step/step.ts';

/** A step whose losses and weight are what a test says; its clock moves as a test says too. */
interface FakeRun {
  readonly options: LoopOptions;
  readonly events: RunEvent[];
  /** What was written as checkpoints, in order. */
  readonly written: { readonly name: string; readonly checkpoint: Checkpoint }[];
  /** What was asked of the step, in order. */
  readonly calls: string[];
  readonly stopping: AbortController;
}

interface Script {
  readonly epochs?: number;
  /** Batches of a part; each has 2 rows. */
  readonly batches?: Partial<Record<'train' | 'validation' | 'test', number>>;
  /** Loss of the nth update, from 1. */
  readonly loss?: (update: number) => number;
  /** Loss of each validation, from 1. */
  readonly validationLoss?: (epoch: number) => number;
  /** What the step has to say when so many calls have been noted. */
  readonly notices?: (calls: number) => readonly string[];
  /** Milliseconds one training step takes. */
  readonly stepTime?: number;
  /** Called after each update. */
  readonly afterUpdate?: (update: number, run: FakeRun) => void;
  readonly keeper?: (write: FakeRun['written']) => CheckpointKeeper;
}

function fakeRun(script: Script = {}): FakeRun {
  const { epochs = 2, batches = {}, loss = (update) => 1 / update, validationLoss = (epoch) => 1 / epoch } = script;
  const counts = { train: 3, validation: 2, test: 1, ...batches };
  const events: RunEvent[] = [];
  const written: FakeRun['written'] = [];
  const calls: string[] = [];
  const stopping = new AbortController();
  let clock = 0;
  let steps = 0;
  let evaluated = 0;
  let weight = 0;
  let measuring = 0;
  const step: Pick<Step, 'steps' | 'train' | 'evaluate' | 'logs' | 'resetLogs' | 'takeNotices' | 'loadWeights'> = {
    get steps() {
      return steps;
    },
    async train() {
      clock += script.stepTime ?? 1;
      steps++;
      weight = steps;
      calls.push('train');
      measuring = loss(steps);
      script.afterUpdate?.(steps, run);
      return measuring;
    },
    async evaluate() {
      clock += 1;
      calls.push(`evaluate with ${weight}`);
      measuring = validationLoss(Math.floor(evaluated++ / counts.validation) + 1);
      return measuring;
    },
    logs: () => ({ loss: Number.isFinite(measuring) ? measuring : null }),
    resetLogs() {},
    takeNotices: () => script.notices?.(calls.length) ?? [],
    loadWeights(weights) {
      weight = weights.get('dense/kernel')![0]!;
    },
  };
  const options: LoopOptions = {
    run: 'fake',
    epochs,
    batchSize: 2,
    seed: 7,
    shuffle: true,
    learningRate: 0.01,
    parameters: 1,
    engine: { name: 'wasm', version: '1', device: 'none', reason: 'for the test' },
    rows: { train: counts.train * 2, validation: counts.validation * 2, test: counts.test * 2 },
    async *batches(part, { shuffleSeed }) {
      calls.push(`batches of ${part}, ${shuffleSeed === null ? 'in order' : 'shuffled'}`);
      for (let i = 0; i < counts[part]; i++) yield { rows: 2, inputs: {}, targets: {} } satisfies StepBatch;
    },
    step,
    capture: async (position, logs) => ({
      weights: new Map([['dense/kernel', { shape: [1], data: Float32Array.of(weight) }]]),
      slots: new Map(),
      position,
      logs,
    }),
    keeper:
      script.keeper?.(written) ??
      createCheckpointKeeper(async (name, checkpoint) => void written.push({ name, checkpoint }), 0),
    signal: stopping.signal,
    emit: (event) => events.push(event),
    now: () => clock,
  };
  const run: FakeRun = { options, events, written, calls, stopping };
  return run;
}

const moments = (events: readonly RunEvent[]) => events.map(({ event }) => event);
const batchEnds = (events: readonly RunEvent[]) => events.filter((event) => event.event === 'train:batch-end');
const epochEnds = (events: readonly RunEvent[]) => events.filter((event) => event.event === 'train:epoch-end');

describe('a run', () => {
  it("tells its moments in Keras's order", async () => {
    const run = fakeRun({ stepTime: 100 });
    expect(await trainRun(run.options)).toMatchObject({ outcome: 'finished', reason: null });
    expect(moments(run.events)).toEqual([
      'train:begin',
      'train:epoch-begin',
      'train:batch-end',
      'train:batch-end',
      'train:batch-end',
      'train:epoch-end',
      'train:epoch-begin',
      'train:batch-end',
      'train:batch-end',
      'train:batch-end',
      'train:epoch-end',
      'train:end',
    ]);
    expect(run.events[0]).toMatchObject({ epochs: 2, stepsPerEpoch: 3, rows: { train: 6, validation: 4, test: 2 } });
  });

  it('tells what the step has to say, once, where it came up', async () => {
    const run = fakeRun({
      epochs: 1,
      // The sixth call: the training part and its 3 batches, the validation part and its first.
      notices: (calls) => (calls === 6 ? ['Evaluation of 2 rows runs operation by operation.'] : []),
    });
    await trainRun(run.options);
    expect(moments(run.events).slice(-3)).toEqual(['train:notice', 'train:epoch-end', 'train:end']);
    expect(run.events.filter(({ event }) => event === 'train:notice')).toMatchObject([
      { run: 'fake', message: 'Evaluation of 2 rows runs operation by operation.' },
    ]);
  });

  it('says what has changed in a step also where that step fails', async () => {
    const run = fakeRun({
      epochs: 1,
      loss: () => {
        throw new Error('broken');
      },
      notices: () => ['Training of 2 rows runs operation by operation.'],
    });
    expect(await trainRun(run.options)).toMatchObject({ outcome: 'failed' });
    expect(moments(run.events).slice(-2)).toEqual(['train:notice', 'train:end']);
  });

  it('measures validation after each epoch, and the test part once at the end with the best weights', async () => {
    const run = fakeRun({ epochs: 3, validationLoss: (epoch) => [3, 1, 2][epoch - 1] ?? 9 });
    const end = await trainRun(run.options);
    expect(run.calls.filter((call) => call.startsWith('batches of'))).toEqual([
      'batches of train, shuffled',
      'batches of validation, in order',
      'batches of train, shuffled',
      'batches of validation, in order',
      'batches of train, shuffled',
      'batches of validation, in order',
      'batches of test, in order',
    ]);
    expect(run.calls.at(-1)).toBe('evaluate with 6');
    expect(end.test).toEqual({ loss: 9 });
    expect(epochEnds(run.events).map(({ epoch, best, logs }) => ({ epoch, best, logs }))).toEqual([
      { epoch: 1, best: true, logs: { loss: 1 / 3, val_loss: 3 } },
      { epoch: 2, best: true, logs: { loss: 1 / 6, val_loss: 1 } },
      { epoch: 3, best: false, logs: { loss: 1 / 9, val_loss: 2 } },
    ]);
    expect(run.events.at(-1)).toMatchObject({ event: 'train:end', outcome: 'finished', test: { loss: 9 } });
  });

  it('without validation takes the loss as the measure of best, and without a test part measures none', async () => {
    const losses = [1, 1, 1, 3, 3, 3, 2, 2, 2];
    const run = fakeRun({ epochs: 3, batches: { validation: 0, test: 0 }, loss: (update) => losses[update - 1]! });
    expect(await trainRun(run.options)).toEqual({ outcome: 'finished', reason: null, test: null });
    expect(epochEnds(run.events).map(({ best }) => best)).toEqual([true, false, false]);
    expect(run.calls.some((call) => call.startsWith('evaluate'))).toBe(false);
  });

  it('keeps last and best, with the position to go on from', async () => {
    const run = fakeRun({ epochs: 2, validationLoss: (epoch) => epoch });
    await trainRun(run.options);
    const newest = (name: string) => run.written.findLast((each) => each.name === name)!.checkpoint;
    expect(newest('last').position).toEqual({ updates: 6, epochs: 2, step: 0, seed: 7 });
    expect(newest('best').position).toEqual({ updates: 3, epochs: 1, step: 0, seed: 7 });
  });
});

describe('batches', () => {
  it('are told at most 20 times in any second, and no loss is left out', async () => {
    const run = fakeRun({ epochs: 30, batches: { train: 100, validation: 0 }, stepTime: 1 });
    const times: number[] = [];
    let clock = 0;
    const { now, emit } = run.options;
    await trainRun({
      ...run.options,
      now: () => {
        clock = now!();
        return clock;
      },
      emit: (event) => {
        emit(event);
        if (event.event === 'train:batch-end') times.push(clock);
      },
    });
    // All but the one that says what is left at the end.
    const counted = times.slice(0, -1);
    for (const [index, time] of counted.entries()) {
      expect(counted.filter((other, at) => at >= index && other < time + 1000).length).toBeLessThanOrEqual(20);
    }
    expect(counted.length).toBeGreaterThan(40);
    const points = batchEnds(run.events).flatMap((event) => event.points);
    expect(points).toEqual(Array.from({ length: 3000 }, (_, i) => [i + 1, 1 / (i + 1)]));
  });

  it('say how fast it goes and how long it still takes', async () => {
    const run = fakeRun({ epochs: 2, batches: { train: 100, validation: 0, test: 0 }, stepTime: 100 });
    await trainRun(run.options);
    const ends = batchEnds(run.events);
    for (const event of ends) {
      expect(event.stepsPerSecond).toBeCloseTo(10);
      expect(event.secondsLeft).toBeCloseTo((200 - (event.epoch - 1) * 100 - event.step) / 10);
      expect(event.waitingForData).toBe(0);
    }
    expect(ends).toHaveLength(200);
  });
});

describe('a stop', () => {
  it('ends the run within a batch and keeps where it was', async () => {
    const run = fakeRun({ epochs: 5, afterUpdate: (update, { stopping }) => update === 5 && stopping.abort() });
    const end = await trainRun(run.options);
    expect(end).toEqual({ outcome: 'stopped', reason: null, test: null });
    expect(run.calls.filter((call) => call === 'train')).toHaveLength(5);
    expect(run.written.findLast(({ name }) => name === 'last')).toMatchObject({
      checkpoint: { position: { updates: 5, epochs: 1, step: 2 } },
    });
    expect(run.events.at(-1)).toMatchObject({ event: 'train:end', outcome: 'stopped', test: null });
    expect(batchEnds(run.events).flatMap((event) => event.points).length).toBe(5);
  });

  it('is heard while validation is measured', async () => {
    const run = fakeRun({ batches: { validation: 50 } });
    const { step } = run.options;
    const evaluate = step.evaluate.bind(step);
    step.evaluate = (batch) => {
      if (run.calls.filter((call) => call.startsWith('evaluate')).length === 3) run.stopping.abort();
      return evaluate(batch);
    };
    expect(await trainRun(run.options)).toMatchObject({ outcome: 'stopped' });
    expect(run.calls.filter((call) => call.startsWith('evaluate'))).toHaveLength(4);
    expect(run.written.at(-1)).toMatchObject({ checkpoint: { position: { updates: 3, epochs: 0, step: 3 } } });
  });

  it('that comes as a message is heard although steps never wait for anything', async () => {
    const run = fakeRun({ epochs: 1, batches: { train: 1_000_000, validation: 0 } });
    setImmediate(() => run.stopping.abort());
    expect(await trainRun(run.options)).toMatchObject({ outcome: 'stopped' });
    expect(run.calls.filter((call) => call === 'train').length).toBeLessThan(100);
  });
});

describe('a run fails', () => {
  it.each([
    [Number.NaN, 'NaN (not a number)'],
    [Number.POSITIVE_INFINITY, 'infinite'],
  ])('when its loss becomes %s, and says where and what to try', async (loss, value) => {
    const run = fakeRun({ epochs: 5, loss: (update) => (update === 5 ? loss : 1) });
    const end = await trainRun(run.options);
    expect(end.outcome).toBe('failed');
    expect(told(end.reason)).toContain(
      `The loss became ${value} in epoch 2, step 2 of 3. Try a smaller learning rate than 0.01.`,
    );
    expect(batchEnds(run.events).at(-1)!.points.at(-1)).toEqual([5, null]);
    expect(run.written.every(({ checkpoint }) => checkpoint.position.updates === 3)).toBe(true);
    expect(run.events.at(-1)).toMatchObject({ event: 'train:end', outcome: 'failed', reason: end.reason });
  });

  it('when its validation loss is not finite', async () => {
    const run = fakeRun({ validationLoss: (epoch) => (epoch === 2 ? Number.NaN : 1) });
    expect(told((await trainRun(run.options)).reason)).toContain(
      'The validation loss became NaN (not a number) in epoch 2',
    );
  });

  it('when its data cannot be read on, in the words of the data', async () => {
    const run = fakeRun();
    const batches = async function* () {
      yield { rows: 2, inputs: {}, targets: {} };
      throw new UserError('row 17 is broken');
    };
    const end = await trainRun({ ...run.options, batches });
    expect(end).toEqual({ outcome: 'failed', reason: 'row 17 is broken', test: null });
  });

  it.each([
    ['train', 'train'],
    ['validation', 'validation'],
    ['test', 'test'],
  ] as const)('when nothing of its %s part can be read any more, and keeps what it had', async (part, name) => {
    const run = fakeRun({ epochs: 3 });
    let asked = 0;
    const batches: LoopOptions['batches'] = (of, options) => {
      if (of === part) asked++;
      const isGone = of === part && (part === 'test' || asked === 2);
      return isGone ? (async function* () {})() : run.options.batches(of, options);
    };
    const end = await trainRun({ ...run.options, batches });
    const epoch = part === 'test' ? 3 : 2;
    const rows = run.options.rows[part];
    expect(end.outcome).toBe('failed');
    expect(told(end.reason)).toBe(
      `Nothing of the ${name} part can be read any more in epoch ${epoch}: its files were moved, deleted or changed. The checkpoints up to then are kept. Expected: rows, ${rows} of them. Received: 0.`,
    );
    expect(run.written.find(({ name }) => name === 'last')?.checkpoint.position).toMatchObject({
      epochs: epoch === 3 ? 3 : 1,
    });
  });

  it('when a checkpoint cannot be written', async () => {
    const keeper = () =>
      createCheckpointKeeper(async () => {
        throw new UserError('the disk is full');
      }, 0);
    const run = fakeRun({ keeper });
    expect(told(await trainRun(run.options))).toEqual({ outcome: 'failed', reason: 'the disk is full', test: null });
  });
});
