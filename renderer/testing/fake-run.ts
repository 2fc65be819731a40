import { createRandom } from '../../shared/training/random.ts';
import type { Logs, Outcome, RunEvent } from '../../shared/training/events.ts';

/** How a made-up run looks. */
export interface FakeRunShape {
  readonly run: string;
  readonly started: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly parameters: number;
  /** The loss of the first batch, and what it falls towards. */
  readonly from: number;
  readonly to: number;
  /** The epoch from which validation rises again; past the last one it never does. */
  readonly overfitsAt: number;
  /** The log name of the metric beside the loss, and whether it is a share of right answers. */
  readonly metric: 'accuracy' | 'mean_absolute_error';
  readonly stepsPerSecond: number;
  readonly seed: number;
}

/** A run as a CNN on the digits makes it. */
export const digitsRun: FakeRunShape = {
  run: '2026-11-23T13-02-00-cnn-mnist',
  started: Date.UTC(2026, 10, 23, 13, 2),
  epochs: 20,
  stepsPerEpoch: 1563,
  rows: { train: 50_000, validation: 10_000, test: 10_000 },
  parameters: 121_930,
  from: 2.3,
  to: 0.004,
  overfitsAt: 6,
  metric: 'accuracy',
  stepsPerSecond: 148,
  seed: 7,
};

/** Where a made-up loss stands after a part of the epochs: steep first, then ever slower. */
function trainLoss({ from, to }: FakeRunShape, epochs: number): number {
  return to + (from - to) * (0.72 * Math.exp(-epochs * 7) + 0.22 * Math.exp(-epochs * 1.6) + 0.06 * Math.exp(-epochs * 0.28));
}

function logsOf(shape: FakeRunShape, epoch: number, noise: number): Logs {
  const loss = trainLoss(shape, epoch - 0.5) * (1 + noise * 0.02);
  const rise = Math.max(0, epoch - shape.overfitsAt);
  const validation = (trainLoss(shape, Math.min(epoch, shape.overfitsAt) - 0.2) * 0.92 + shape.from * 0.011) * (1 + rise * 0.045);
  const metric = (value: number) => (shape.metric === 'accuracy' ? Math.max(0, 1 - value * 0.31) : Math.sqrt(value) * 0.8);
  return {
    loss,
    [shape.metric]: metric(loss),
    val_loss: validation * (1 + noise * 0.01),
    [`val_${shape.metric}`]: metric(validation * (0.9 + rise * 0.005)),
  };
}

/** What a made-up run says, moment by moment, as fast as it is asked; `stepsPerEvent` batches are told at once. */
export function* fakeRun(shape: FakeRunShape, stepsPerEvent: number): Generator<RunEvent> {
  const random = createRandom(shape.seed);
  const { run, epochs, stepsPerEpoch } = shape;
  const total = epochs * stepsPerEpoch;
  const timeAt = (step: number) => shape.started + Math.round((step / shape.stepsPerSecond) * 1000);
  yield {
    event: 'train:begin',
    run,
    time: shape.started,
    epochs,
    stepsPerEpoch,
    rows: { ...shape.rows },
    parameters: shape.parameters,
    engine: { name: 'wasm', version: '4.22.0', device: 'CPU, 4 threads', reason: 'It runs everywhere.' },
  };
  let best = Number.POSITIVE_INFINITY;
  let bestLogs: Logs = {};
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const begun = (epoch - 1) * stepsPerEpoch;
    yield { event: 'train:epoch-begin', run, time: timeAt(begun), epoch };
    for (let step = 0; step < stepsPerEpoch; ) {
      const count = Math.min(stepsPerEvent, stepsPerEpoch - step);
      const noise = random.normal(count);
      const points = Array.from({ length: count }, (_, index): [number, number] => {
        const at = begun + step + index + 1;
        return [at, trainLoss(shape, at / stepsPerEpoch) * Math.exp(noise[index]! * 0.42)];
      });
      step += count;
      const [speed, waiting] = random.normal(2);
      yield {
        event: 'train:batch-end',
        run,
        time: timeAt(begun + step),
        epoch,
        step,
        stepsPerEpoch,
        points,
        logs: { loss: trainLoss(shape, (begun + step / 2) / stepsPerEpoch), [shape.metric]: logsOf(shape, epoch, 0)[shape.metric]! },
        stepsPerSecond: shape.stepsPerSecond * (1 + speed! * 0.04),
        waitingForData: Math.min(1, Math.max(0, 0.03 + waiting! * 0.012)),
        secondsLeft: (total - begun - step) / (shape.stepsPerSecond * (1 + speed! * 0.02)),
      };
    }
    const [noise] = random.normal(1);
    const logs = logsOf(shape, epoch, noise!);
    const isBest = logs.val_loss! < best;
    if (isBest) {
      best = logs.val_loss!;
      bestLogs = logs;
    }
    yield {
      event: 'train:epoch-end',
      run,
      time: timeAt(begun + stepsPerEpoch),
      epoch,
      logs,
      seconds: stepsPerEpoch / shape.stepsPerSecond,
      best: isBest,
    };
  }
  yield fakeEnd(shape, 'finished', null, total, { loss: bestLogs.val_loss! * 0.98, [shape.metric]: bestLogs[`val_${shape.metric}`]! });
}

/** The end of a made-up run after a number of its batches. */
export function fakeEnd(shape: FakeRunShape, outcome: Outcome, reason: string | null, steps: number, test: Logs | null): RunEvent {
  const seconds = steps / shape.stepsPerSecond;
  return { event: 'train:end', run: shape.run, time: shape.started + Math.round(seconds * 1000), outcome, reason, test, seconds };
}

/** The events of a whole run; one that does not finish ends after `epochs` of them. */
export function fakeEvents(
  shape: FakeRunShape,
  stepsPerEvent: number,
  ends: { readonly outcome: Outcome; readonly reason: string | null; readonly epochs: number } | null = null,
): readonly RunEvent[] {
  const events: RunEvent[] = [];
  for (const event of fakeRun(shape, stepsPerEvent)) {
    if (ends && event.event === 'train:epoch-begin' && event.epoch > ends.epochs) {
      events.push(fakeEnd(shape, ends.outcome, ends.reason, ends.epochs * shape.stepsPerEpoch, null));
      break;
    }
    events.push(event);
  }
  return events;
}
