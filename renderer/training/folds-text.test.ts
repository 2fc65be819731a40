import { expect, test } from 'vitest';
import { crossValidationsOf, type FoldRun } from '../../shared/training/cross-validation.ts';
import { foldsStateText, spreadText } from './folds-text.ts';

test('a cross-validation says how far it is, or how it ended', () => {
  const words = (...states: FoldRun['state'][]) => {
    const runs = states.map((state, at) => ({
      run: `${at}`,
      fold: { crossValidation: '0', fold: at + 1, folds: 3 },
      state,
      bestEpoch: null,
      bestLogs: {},
    }));
    return foldsStateText(crossValidationsOf(runs)[0]!);
  };
  expect([
    words('finished', 'training'),
    words('finished', 'finished', 'finished'),
    words('finished', 'stopped'),
    words('failed'),
    // Stopped between two folds.
    words('finished', 'finished'),
  ]).toEqual([
    '3 folds, training',
    '3 folds',
    '1 of 3 folds, stopped',
    '0 of 3 folds, failed',
    '2 of 3 folds, stopped',
  ]);
});

test('a metric stands with its deviation, a share as a percentage', () => {
  expect(spreadText({ name: 'val_accuracy', mean: 0.9, deviation: 0.0123 })).toBe('90.00 % ± 1.23 %');
  expect(spreadText({ name: 'val_loss', mean: 1.5, deviation: null })).toBe('1.50');
  expect(spreadText({ name: 'val_loss', mean: null, deviation: null })).toBe('–');
});
