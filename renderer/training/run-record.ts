import { type Fold, type FoldUnderWay, secondsLeftOfFolds } from '../../shared/training/cross-validation.ts';
import type { Logs, Outcome, RunEvent } from '../../shared/training/events.ts';
import { appendPoints, emptyPointLog, type PointLog } from './point-log.ts';

/** The moments of a run as its events tell them. */
export type Begin = Extract<RunEvent, { event: 'train:begin' }>;
type BatchEnd = Extract<RunEvent, { event: 'train:batch-end' }>;
export type EpochEnd = Extract<RunEvent, { event: 'train:epoch-end' }>;
export type Notice = Extract<RunEvent, { event: 'train:notice' }>;
export type End = Extract<RunEvent, { event: 'train:end' }>;

/** Measurements of an engine at work, newest last; at most `recentLength` are kept. */
export interface Recent {
  readonly stepsPerSecond: readonly number[];
  readonly waitingForData: readonly number[];
}

/** How many measurements of speed and waiting a record keeps. */
export const recentLength = 120;

/** Everything a run has said so far, ready to be drawn. Folded from its events; immutable. */
export interface RunRecord {
  readonly run: string;
  /** Null until `train:begin` came. */
  readonly begin: Begin | null;
  /** Loss of every batch. */
  readonly points: PointLog;
  readonly epochs: readonly EpochEnd[];
  /** The epoch whose weights are the best so far. */
  readonly bestEpoch: number | null;
  /** The newest moment within an epoch; null between epochs. */
  readonly batch: BatchEnd | null;
  /** The epoch that runs, or ran last. */
  readonly epoch: number | null;
  readonly recent: Recent;
  readonly notices: readonly Notice[];
  readonly end: End | null;
}

/** The record of a run that has said nothing yet. */
export function emptyRecord(run: string): RunRecord {
  return {
    run,
    begin: null,
    points: emptyPointLog(),
    epochs: [],
    bestEpoch: null,
    batch: null,
    epoch: null,
    recent: { stepsPerSecond: [], waitingForData: [] },
    notices: [],
    end: null,
  };
}

/** The record with more events of its run, oldest first; those of other runs leave it as it is. One copy, however many they are. */
export function appendEvents(record: RunRecord, events: readonly RunEvent[]): RunRecord {
  const own = events.filter(({ run }) => run === record.run);
  if (own.length === 0) return record;
  const { stepsPerSecond, waitingForData } = record.recent;
  const draft: Draft = {
    ...record,
    epochs: [...record.epochs],
    notices: [...record.notices],
    recent: { stepsPerSecond: [...stepsPerSecond], waitingForData: [...waitingForData] },
  };
  for (const event of own) take(draft, event);
  return draft;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A record that is being made: its lists are its own. */
interface Draft extends Writable<Omit<RunRecord, 'epochs' | 'notices' | 'recent'>> {
  epochs: EpochEnd[];
  notices: Notice[];
  recent: { stepsPerSecond: number[]; waitingForData: number[] };
}

function take(draft: Draft, event: RunEvent): void {
  switch (event.event) {
    case 'train:begin':
      // What was said while the data was opened stays.
      Object.assign(draft, emptyRecord(draft.run), { begin: event, notices: draft.notices });
      return;
    case 'train:epoch-begin':
      draft.epoch = event.epoch;
      draft.batch = null;
      return;
    case 'train:batch-end':
      draft.epoch = event.epoch;
      draft.batch = event;
      draft.points = appendPoints(draft.points, event.points);
      keep(draft.recent.stepsPerSecond, event.stepsPerSecond);
      keep(draft.recent.waitingForData, event.waitingForData);
      return;
    case 'train:epoch-end':
      draft.epoch = event.epoch;
      draft.epochs.push(event);
      if (event.best) draft.bestEpoch = event.epoch;
      draft.batch = null;
      return;
    case 'train:notice':
      draft.notices.push(event);
      return;
    case 'train:end':
      draft.end = event;
      draft.batch = null;
  }
}

function keep(values: number[], value: number): void {
  if (values.length >= recentLength) values.shift();
  values.push(value);
}

/** The record of a run from all its events, as `runs:read` answers them. */
export function recordOf(run: string, events: readonly RunEvent[]): RunRecord {
  return appendEvents(emptyRecord(run), events);
}

/** What a run is doing or how it ended. */
export function stateOf(record: RunRecord): 'training' | Outcome {
  return record.end?.outcome ?? 'training';
}

/** Share of all planned batches that is done, 0 to 1; of a fold that of the whole cross-validation. */
export function progressOf(record: RunRecord, fold: Fold | null = null): number {
  const share = shareDone(record);
  return fold === null ? share : (fold.fold - 1 + share) / fold.folds;
}

function shareDone(record: RunRecord): number {
  const { begin, batch, end } = record;
  if (end?.outcome === 'finished') return 1;
  if (!begin) return 0;
  const total = begin.epochs * begin.stepsPerEpoch;
  const done = record.epochs.length * begin.stepsPerEpoch + (batch?.step ?? 0);
  return total === 0 ? 0 : Math.min(1, done / total);
}

/** Seconds until training ends, of a fold until all folds are trained; null where nothing is known. */
export function secondsLeftOf({ batch }: RunRecord, fold: FoldUnderWay | null): number | null {
  if (batch === null) return null;
  return fold === null ? batch.secondsLeft : secondsLeftOfFolds(fold, batch.time, batch.secondsLeft);
}

/** The newest values of loss and metrics: of the running epoch, else of the last whole one. */
export function newestLogs(record: RunRecord): Logs {
  return record.batch?.logs ?? record.epochs.at(-1)?.logs ?? {};
}

/** The values of one log name by epoch; null where an epoch has none, or one that is not finite. */
export function valuesByEpoch(record: RunRecord, name: string): readonly { epoch: number; value: number | null }[] {
  return record.epochs.map(({ epoch, logs }) => ({ epoch, value: logs[name] ?? null }));
}

/** The log names of a run that are not validation's: the loss first, then metrics in the order they came. */
export function logNames(logs: Logs): readonly string[] {
  const names = Object.keys(logs).filter((name) => !name.startsWith('val_'));
  return [...names.filter((name) => name === 'loss'), ...names.filter((name) => name !== 'loss')];
}

/** Samples trained on each second; null until it was measured. */
export function samplesPerSecond(record: RunRecord, stepsPerSecond: number): number | null {
  const { begin } = record;
  if (!begin || begin.stepsPerEpoch === 0) return null;
  return (begin.rows.train / begin.stepsPerEpoch) * stepsPerSecond;
}
