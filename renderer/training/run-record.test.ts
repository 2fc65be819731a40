import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import {
  appendEvents,
  emptyRecord,
  logNames,
  newestLogs,
  progressOf,
  recentLength,
  recordOf,
  samplesPerSecond,
  stateOf,
  valuesByEpoch,
} from './run-record.ts';

const at = { run: 'r', time: 1 };
const begin: RunEvent = {
  event: 'train:begin',
  ...at,
  epochs: 2,
  stepsPerEpoch: 4,
  rows: { train: 100, validation: 20, test: 20 },
  parameters: 9,
  engine: { name: 'wasm', version: '1', device: 'CPU', reason: '' },
};
const batch = (epoch: number, step: number, points: [number, number | null][]): RunEvent => ({
  event: 'train:batch-end',
  ...at,
  epoch,
  step,
  stepsPerEpoch: 4,
  points,
  logs: { loss: 0.5, accuracy: 0.7 },
  stepsPerSecond: 8,
  waitingForData: 0.1,
  secondsLeft: 3,
});
const epochEnd = (epoch: number, best: boolean): RunEvent => ({
  event: 'train:epoch-end',
  ...at,
  epoch,
  logs: { accuracy: 0.8, loss: 1 / epoch, val_loss: epoch, val_accuracy: null },
  seconds: 1,
  best,
});
const end: RunEvent = { event: 'train:end', ...at, outcome: 'stopped', reason: null, test: null, seconds: 4 };

describe('the record of a run', () => {
  it('is folded from its events', () => {
    const record = recordOf('r', [
      begin,
      { event: 'train:epoch-begin', ...at, epoch: 1 },
      batch(1, 2, [
        [1, 2],
        [2, 1],
      ]),
      epochEnd(1, true),
      { event: 'train:epoch-begin', ...at, epoch: 2 },
      batch(2, 2, [[3, null]]),
    ]);
    expect(record.points.length).toBe(3);
    expect([record.epoch, record.bestEpoch, record.epochs.length, stateOf(record)]).toEqual([2, 1, 1, 'training']);
    expect(progressOf(record)).toBe(0.75);
    expect(newestLogs(record)).toEqual({ loss: 0.5, accuracy: 0.7 });
    expect(valuesByEpoch(record, 'val_loss')).toEqual([{ epoch: 1, value: 1 }]);
    expect(samplesPerSecond(record, 8)).toBe(200);
  });

  it('what is said before the first epoch stays', () => {
    const notice: RunEvent = { event: 'train:notice', ...at, message: 'houses.csv has changed on disk.' };
    expect(recordOf('r', [notice, begin, epochEnd(1, true)]).notices).toEqual([notice]);
  });

  it('an epoch that is not the best leaves the best one', () => {
    expect(recordOf('r', [begin, epochEnd(1, true), epochEnd(2, false)]).bestEpoch).toBe(1);
  });

  it('is untouched by another run', () => {
    const record = recordOf('r', [begin]);
    expect(appendEvents(record, [{ ...end, run: 'other' }])).toBe(record);
  });

  it('ends with an outcome and shows no half epoch any more', () => {
    const record = recordOf('r', [begin, epochEnd(1, true), batch(2, 1, []), end]);
    expect(stateOf(record)).toBe('stopped');
    expect(newestLogs(record).loss).toBe(1);
    expect(progressOf(recordOf('r', [begin, { ...end, outcome: 'finished' }]))).toBe(1);
  });

  it('leaves the record it grew from as it was', () => {
    const before = recordOf('r', [begin, batch(1, 1, [[1, 2]]), epochEnd(1, true)]);
    const copy = structuredClone({ ...before, points: before.points.length });
    appendEvents(before, [batch(2, 1, [[5, 1]]), epochEnd(2, true), end]);
    expect({ ...before, points: before.points.length }).toEqual(copy);
  });

  it('keeps only recent measurements of speed', () => {
    const events = Array.from({ length: recentLength + 30 }, () => batch(1, 1, []));
    expect(recordOf('r', [begin, ...events]).recent.stepsPerSecond.length).toBe(recentLength);
  });

  it('has no progress and no values before it began', () => {
    const record = emptyRecord('r');
    expect([progressOf(record), newestLogs(record), samplesPerSecond(record, 1)]).toEqual([0, {}, null]);
  });

  it('lists the loss first and leaves validation to its own line', () => {
    expect(logNames({ accuracy: 1, loss: 1, val_loss: 1 })).toEqual(['loss', 'accuracy']);
  });
});
