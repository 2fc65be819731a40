import type { DatasetProgress } from '../../shared/data/dataset.ts';
import type { ExportFormat } from '../../shared/ipc/exports.ts';
import type { RunSummary } from '../../shared/ipc/runs.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { FoldUnderWay, RunFold } from '../../shared/training/cross-validation.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import type { RunRecord } from '../training/run-record.ts';
import type { Written } from './exports.ts';

/** The run this window started or watches. */
export type LiveRun =
  | { readonly state: 'idle' }
  /** Its first events may come before the answer that names it. */
  | { readonly state: 'starting'; readonly early: readonly RunEvent[] }
  | ({ readonly state: 'training' } & KnownRun)
  | ({ readonly state: 'stopping' } & KnownRun)
  /** Of a cross-validation the fold that trained last. */
  | ({ readonly state: 'ended' } & KnownRun);

/** The fold of a cross-validation that trains now, or trained last. */
export type LiveFold = RunFold & FoldUnderWay;

/** A run that has its folder; the one that trains now of a cross-validation. */
interface KnownRun {
  readonly record: RunRecord;
  readonly directory: string;
  /** Null for a run that stands alone. */
  readonly fold: LiveFold | null;
}

export type RunListState =
  | { readonly state: 'unknown' }
  | { readonly state: 'ready'; readonly runs: readonly RunSummary[] }
  | { readonly state: 'failed'; readonly reason: Words };

export interface RunsSlice {
  readonly live: LiveRun;
  /** Runs of the open project, newest first. */
  readonly list: RunListState;
  /** Runs that were read in full, and the live one, by run. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** How far the data of runs is opened that an engine opens now, by the folders of the runs. */
  readonly readings: ReadonlyMap<string, DatasetProgress>;
  /** What came of writing runs, or is under way: by their folders, and by format. */
  readonly exports: ReadonlyMap<string, Readonly<Partial<Record<ExportFormat, Written>>>>;
  /** The run that Train, Results and Export show; null is the newest. */
  readonly chosen: string | null;
  readonly compared: string | null;
}

/** What holds no run. */
export const noRuns: RunsSlice = {
  live: { state: 'idle' },
  list: { state: 'unknown' },
  records: new Map(),
  readings: new Map(),
  exports: new Map(),
  chosen: null,
  compared: null,
};
