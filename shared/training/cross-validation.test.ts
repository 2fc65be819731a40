import { expect, test } from 'vitest';
import { crossValidationsOf, type FoldRun, judgedPart, secondsLeftOfFolds } from './cross-validation.ts';

const foldRun = (
  fold: number,
  value: number | null,
  bestEpoch = fold,
  state: FoldRun['state'] = 'finished',
): FoldRun => ({
  run: `run ${fold}`,
  fold: { crossValidation: 'run 1', fold, folds: 5 },
  state,
  bestEpoch,
  bestLogs: { loss: 9, val_loss: value },
});

test('the mean and the sample deviation are of the validation metrics of finished folds, at their best epochs', () => {
  const alone = { ...foldRun(1, 9), fold: null };
  // statistics.mean and statistics.stdev of Python's standard library say 4 and 2 of 2, 4 and 6.
  const runs = [foldRun(4, 100, 90, 'stopped'), foldRun(3, 6, 9), alone, foldRun(2, 4, 4), foldRun(1, 2, 3)];
  const [found, ...others] = crossValidationsOf(runs);
  expect(others).toEqual([]);
  expect(found).toEqual({
    crossValidation: 'run 1',
    folds: 5,
    runs: [runs[4], runs[3], runs[1], runs[0]],
    finished: 3,
    metrics: [{ name: 'val_loss', mean: 4, deviation: 2 }],
    epochs: 5,
  });
});

test('one fold has no deviation, and a value that is no number leaves no mean', () => {
  expect(crossValidationsOf([foldRun(1, 2)])[0]!.metrics).toEqual([{ name: 'val_loss', mean: 2, deviation: null }]);
  expect(crossValidationsOf([foldRun(1, 2), foldRun(2, null)])[0]!.metrics).toEqual([
    { name: 'val_loss', mean: null, deviation: null },
  ]);
});

test('folds that come take as long as the one that trains', () => {
  expect(secondsLeftOfFolds({ fold: 3, folds: 5, started: 5_000 }, 15_000, 20)).toBe(20 + 2 * 30);
  expect(secondsLeftOfFolds({ fold: 5, folds: 5, started: 5_000 }, 15_000, 20)).toBe(20);
});

test('a fold is judged by the rows that it held out, and leaves the test part alone', () => {
  expect(judgedPart({ fold: null })).toBe('test');
  expect(judgedPart(foldRun(1, 2))).toBe('validation');
});
