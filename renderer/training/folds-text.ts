import type { CrossValidation, MetricSpread } from '../../shared/training/cross-validation.ts';
import { text } from '../messages/text.ts';
import { showLog } from './number-text.ts';

/** A metric over folds: `0.83 ± 0.04`; the mean alone where there is no deviation. */
export function spreadText({ name, mean, deviation }: MetricSpread): string {
  if (deviation === null) return showLog(name, mean);
  return text('training.meanAndDeviation', { mean: showLog(name, mean), deviation: showLog(name, deviation) });
}

/** How far a cross-validation is, as its folds say. */
export function foldsState({ runs, finished, folds }: CrossValidation): 'training' | 'finished' | 'stopped' | 'failed' {
  if (finished === folds) return 'finished';
  return runs.find(({ state }) => state !== 'finished')?.state ?? 'stopped';
}

/** What a cross-validation is doing or how it ended, in a few words. */
export function foldsStateText(crossValidation: CrossValidation): string {
  const { finished, folds } = crossValidation;
  switch (foldsState(crossValidation)) {
    case 'training':
      return text('training.foldsTraining', { folds });
    case 'finished':
      return text('training.foldsFinished', { folds });
    case 'stopped':
      return text('training.foldsStopped', { finished, folds });
    case 'failed':
      return text('training.foldsFailed', { finished, folds });
  }
}
