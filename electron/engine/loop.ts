import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Part } from '../../shared/data/dataset.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { runMessages } from '../../shared/messages/runs.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import type { EngineFacts, Logs, Outcome, RunEvent } from '../../shared/training/events.ts';
import { deriveSeed } from '../../shared/training/random.ts';
import type { BatchOptions } from '../data/dataset.ts';
import type { Checkpoint, CheckpointPosition } from '../formats/checkpoint.ts';
import type { CheckpointKeeper } from './checkpoint-keeper.ts';
import { describeFailure } from './failure.ts';
import { createReporter, type Standing } from './reporter.ts';
import type { Step, StepBatch } from './step/step.ts';

/** What a run trains with. */
export interface LoopOptions {
  /** The run's folder name, for its events. */
  readonly run: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  /** For words about a run that comes apart. */
  readonly learningRate: number;
  /** Elements of all weights. */
  readonly parameters: number;
  readonly engine: EngineFacts;
  readonly rows: Readonly<Record<Part, number>>;
  batches(part: Part, options: BatchOptions): AsyncIterable<StepBatch>;
  readonly step: Pick<Step, 'steps' | 'train' | 'evaluate' | 'logs' | 'resetLogs' | 'takeNotices' | 'loadWeights'>;
  /** A copy of weights and optimizer as they are now. */
  capture(position: CheckpointPosition, logs: Logs): Promise<Checkpoint>;
  readonly keeper: CheckpointKeeper;
  /** Aborted when training is to stop. */
  readonly signal: AbortSignal;
  /** Takes what the run says; whoever listens is not known here. */
  emit(event: RunEvent): void;
  /** A clock in milliseconds; the process's own unless a test brings one. */
  now?(): number;
}

/** How a run ended. */
export interface LoopEnd {
  readonly outcome: Outcome;
  /** Why it failed, in words for people; null otherwise. */
  readonly reason: Words | null;
  readonly test: Logs | null;
}

/** The longest time without a look at messages, in milliseconds: so a wish to stop is heard within a batch. */
const longestTurn = 20;

/** Why training ends before its time. */
class Ending extends Error {
  readonly end: LoopEnd;

  constructor(end: LoopEnd) {
    super(end.outcome);
    this.end = end;
  }
}

/**
 * Trains in Keras's moments: all epochs, each with its validation, then the test part once with the best weights. Never rejects: what
 * goes wrong is the reason of a failed end. `last` is kept after each epoch and at a stop, `best` after each epoch that is better.
 */
export async function trainRun(options: LoopOptions): Promise<LoopEnd> {
  const { run, epochs, batchSize, seed, shuffle, rows, step, keeper, signal, emit } = options;
  const now = options.now ?? (() => performance.now());
  const stepsPerEpoch = Math.ceil(rows.train / batchSize);
  const evaluations = { validation: Math.ceil(rows.validation / batchSize), test: Math.ceil(rows.test / batchSize) };
  const reporter = createReporter(run, emit, now);
  const begun = now();
  let lastTurn = begun;
  let epoch = 0;
  /** Batches done in this epoch. */
  let done = 0;
  let finishedEpochs = 0;
  let epochLogs: Logs = {};
  let best: { readonly value: number; readonly checkpoint: Checkpoint } | null = null;

  const standing: Standing = {
    get epoch() {
      return epoch;
    },
    get step() {
      return done;
    },
    stepsPerEpoch,
    logs: () => step.logs(),
    remaining: () => ({
      steps: (epochs - epoch + 1) * stepsPerEpoch - done,
      evaluations: (epochs - finishedEpochs) * evaluations.validation + evaluations.test,
    }),
  };

  /** Whether messages have waited long enough to be let in. */
  const isTurnDue = () => now() - lastTurn >= longestTurn;

  async function takeTurn(): Promise<void> {
    await nextTurn();
    lastTurn = now();
  }

  function checkStop(): void {
    if (signal.aborted) throw new Ending({ outcome: 'stopped', reason: null, test: null });
  }

  function checkLoss(loss: number, name: string, at: number, of: number): void {
    if (Number.isFinite(loss)) return;
    const value = say(phrases[Number.isNaN(loss) ? 'not-a-number' : 'infinite']);
    const values = { loss: name, value, epoch, step: at, steps: of, learningRate: options.learningRate };
    throw new Ending({ outcome: 'failed', reason: say(runMessages['loss-not-finite'], values), test: null });
  }

  /** A run ends where nothing of a part can be read any more: it would go on with nothing, and seem to have finished. */
  function checkRead(part: Part, batches: number): void {
    if (batches > 0 || rows[part] === 0) return;
    const values = { part: say(phrases[`part-${part}`]), epoch, expected: rows[part] };
    throw new Ending({ outcome: 'failed', reason: say(runMessages['rows-gone'], values), test: null });
  }

  /** What a batch comes to; what it has changed in how batches are computed is told also where it fails. */
  async function computed(batch: Promise<number>): Promise<number> {
    try {
      return await batch;
    } finally {
      for (const message of step.takeNotices()) emit({ event: 'train:notice', run, time: Date.now(), message });
    }
  }

  async function trainEpoch(): Promise<void> {
    done = 0;
    step.resetLogs();
    const shuffleSeed = shuffle ? deriveSeed(seed, 'shuffle', epoch) : null;
    const augmentSeed = deriveSeed(seed, 'augment', epoch);
    const iterator = options
      .batches('train', { batchSize, shuffleSeed, augmentSeed, reuseMemory: true })
      [Symbol.asyncIterator]();
    reporter.resume();
    try {
      for (;;) {
        const asked = now();
        const next = await iterator.next();
        if (next.done) break;
        const waited = now() - asked;
        const loss = await computed(step.train(next.value));
        done++;
        reporter.batchEnd(step.steps, loss, waited, standing);
        checkLoss(loss, 'loss', done, stepsPerEpoch);
        if (isTurnDue()) await takeTurn();
        checkStop();
      }
    } finally {
      await iterator.return?.();
    }
    checkRead('train', done);
    reporter.pause(standing);
  }

  /** Loss and metrics over a part. */
  async function measure(part: 'validation' | 'test'): Promise<Logs> {
    step.resetLogs();
    let batches = 0;
    for await (const batch of options.batches(part, { batchSize, shuffleSeed: null, reuseMemory: true })) {
      const loss = await computed(step.evaluate(batch));
      batches++;
      if (part === 'validation') checkLoss(loss, 'validation loss', batches, evaluations.validation);
      if (isTurnDue()) await takeTurn();
      checkStop();
    }
    checkRead(part, batches);
    return step.logs();
  }

  async function validate(): Promise<Logs> {
    if (rows.validation === 0) return {};
    const started = now();
    const logs = await measure('validation');
    reporter.evaluated(evaluations.validation, now() - started);
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
  }

  const position = (): CheckpointPosition => ({
    updates: step.steps,
    epochs: finishedEpochs,
    step: finishedEpochs === epoch ? 0 : done,
    seed,
  });

  async function finishEpoch(seconds: () => number): Promise<void> {
    const logs = step.logs();
    epochLogs = { ...logs, ...(await validate()) };
    finishedEpochs = epoch;
    const watched = epochLogs.val_loss ?? epochLogs.loss ?? Number.POSITIVE_INFINITY;
    const isBest = best === null || watched < best.value;
    const isLast = epoch === epochs;
    const checkpoint = isBest || isLast || keeper.isDue('last') ? await options.capture(position(), epochLogs) : null;
    if (checkpoint) keeper.keep('last', checkpoint);
    if (checkpoint && isBest) {
      best = { value: watched, checkpoint };
      keeper.keep('best', checkpoint);
    }
    emit({ event: 'train:epoch-end', run, time: Date.now(), epoch, logs: epochLogs, seconds: seconds(), best: isBest });
  }

  async function trainAll(): Promise<LoopEnd> {
    emit({
      event: 'train:begin',
      run,
      time: Date.now(),
      epochs,
      stepsPerEpoch,
      rows: { train: rows.train, validation: rows.validation, test: rows.test },
      parameters: options.parameters,
      engine: options.engine,
    });
    for (epoch = 1; epoch <= epochs; epoch++) {
      const started = now();
      emit({ event: 'train:epoch-begin', run, time: Date.now(), epoch });
      await trainEpoch();
      await finishEpoch(() => (now() - started) / 1000);
      if (isTurnDue()) await takeTurn();
      checkStop();
    }
    epoch = epochs;
    reporter.flush(standing);
    await keeper.flush();
    if (rows.test === 0 || best === null) return { outcome: 'finished', reason: null, test: null };
    step.loadWeights(new Map([...best.checkpoint.weights].map(([id, { data }]) => [id, data])));
    return { outcome: 'finished', reason: null, test: await measure('test') };
  }

  /** Puts what there is on disk. A stop in the test part leaves nothing to do: `last` is there, and the weights are those of `best`. */
  async function endEarly(error: unknown): Promise<LoopEnd> {
    const end = error instanceof Ending ? error.end : failed(error);
    reporter.flush(standing);
    if (end.outcome === 'stopped' && finishedEpochs < epochs) {
      keeper.keep('last', await options.capture(position(), epochLogs));
    }
    await keeper.flush();
    return end;
  }

  let end: LoopEnd;
  try {
    end = await trainAll();
  } catch (error) {
    // A second failure while saving matters only to a run that had not failed already.
    end = await endEarly(error).catch((second: unknown) =>
      error instanceof Ending && error.end.outcome === 'stopped' ? failed(second) : failed(error),
    );
  }
  emit({ event: 'train:end', run, time: Date.now(), ...end, seconds: (now() - begun) / 1000 });
  return end;
}

/** The end of a run that something went wrong with. */
export function failed(error: unknown): LoopEnd {
  if (error instanceof Ending) return error.end;
  return { outcome: 'failed', reason: describeFailure(error), test: null };
}
