import type { RunSummary } from '../../shared/ipc/runs.ts';
import type { RunsSlice } from '../store/runs-slice.ts';

/** The runs of the project that are known, newest first. */
export function knownRuns({ list }: Pick<RunsSlice, 'list'>): readonly RunSummary[] {
  return list.state === 'ready' ? list.runs : [];
}

/** Whether a run has weights to judge or to take away. */
export function hasWeights({ weights, state }: Pick<RunSummary, 'weights' | 'state'>): boolean {
  return weights !== null && state !== 'training';
}

/** The run that Results and Export show: the chosen one, else the newest that has weights, else the newest. */
export function judgedRun(runs: Pick<RunsSlice, 'list' | 'chosen'>): RunSummary | null {
  const known = knownRuns(runs);
  return known.find(({ run }) => run === runs.chosen) ?? known.find(hasWeights) ?? known[0] ?? null;
}
