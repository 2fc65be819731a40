import type { CrossValidationEnd, RunSummary } from '../../shared/ipc/runs.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { CrossValidation } from '../../shared/training/cross-validation.ts';
import type { Logs } from '../../shared/training/events.ts';
import { json, type Terminal } from './command.ts';
import { showLog, showLogs } from './show-logs.ts';

/** What a cross-validation came to, as one JSON value. */
export function foldsAsJson(
  end: CrossValidationEnd,
  { folds, finished, runs, ...all }: CrossValidation<RunSummary>,
): string {
  return json({
    event: 'cross-validation:end',
    ...end,
    folds,
    finished,
    runs: runs.map(({ directory, fold, state, bestEpoch, bestLogs }) => ({
      run: directory,
      fold: fold!.fold,
      outcome: state,
      bestEpoch,
      logs: bestLogs,
    })),
    metrics: all.metrics,
    epochs: all.epochs,
  });
}

/** Says what a cross-validation came to: each fold at its best epoch, then all of them, then how the final model is trained. */
export function showFolds(
  { outcome, reason }: CrossValidationEnd,
  { folds, finished, runs, metrics, epochs }: CrossValidation<RunSummary>,
  project: string,
  { print, hint }: Terminal,
): void {
  if (reason) hint(inEnglish(reason));
  for (const { fold, state, bestEpoch, bestLogs } of runs)
    if (state === 'finished') print(`fold ${fold!.fold}, best epoch ${bestEpoch}: ${showLogs(validationOf(bestLogs))}`);
  const spreads = metrics.map(({ name, mean, deviation }) => {
    const spread = deviation === null ? '' : ` ± ${showLog(deviation)}`;
    return `${plain(name)} ${showLog(mean)}${spread}`;
  });
  if (finished > 0) print(`mean ± standard deviation: ${spreads.join(', ')}`);
  print(`cross-validation ${outcome}: ${finished} of ${folds} folds`);
  if (outcome === 'finished')
    hint(
      `The final model learns from the rows of all folds: set "validation" of the split in data.json to 0, then layerloom train ${project} --folds off --epochs ${epochs}. The test part judges it, once.`,
    );
}

const plain = (name: string): string => name.replace(/^val_/, '');

function validationOf(logs: Logs): Logs {
  return Object.fromEntries(
    Object.entries(logs)
      .filter(([name]) => name.startsWith('val_'))
      .map(([name, value]) => [plain(name), value]),
  );
}
