import type { RunSummary } from '../../shared/ipc/runs.ts';
import { text } from '../messages/text.ts';

/** Which weights of a run are judged and taken away; empty for a run without any. */
export function weightsText({
  weights,
  bestEpoch,
  epochs,
}: Pick<RunSummary, 'weights' | 'bestEpoch' | 'epochs'>): string {
  if (weights === null) return '';
  if (weights === 'best' && bestEpoch !== null) return text('results.bestWeights', { epoch: bestEpoch });
  return text('results.lastWeights', { epoch: epochs + 1 });
}

/** Why a run has no values measured on the test part. `testRows` is null while it is not known. */
export function noTestText(
  { state, weights, fold }: Pick<RunSummary, 'state' | 'weights' | 'fold'>,
  testRows: number | null,
): string {
  if (weights === null) return text('results.noWeightsText');
  if (fold !== null) return text('results.noTestFold');
  if (testRows === 0) return text('results.noTestPart');
  switch (state) {
    case 'stopped':
      return text('results.noTestStopped');
    case 'failed':
      return text('results.noTestFailed');
    case 'finished':
    case 'training':
      return text('results.noTestPart');
  }
}
