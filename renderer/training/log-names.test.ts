import { describe, expect, it } from 'vitest';
import { isHigherBetter, metricTitle, metricWords } from './log-names.ts';

describe('names of logs', () => {
  it('are the titles of their metrics, and the shared name where metrics share one', () => {
    expect(['loss', 'mean_absolute_error', 'accuracy'].map(metricTitle)).toEqual([
      'Loss',
      'Mean absolute error',
      'Accuracy',
    ]);
  });

  it('stand in small letters within a sentence, signs as they are', () => {
    expect(['loss', 'mean_absolute_error', 'r2_score', 'price_loss'].map(metricWords)).toEqual([
      'loss',
      'mean absolute error',
      'R² score',
      'loss, price',
    ]);
  });

  it('carry the name of their Output where there are several', () => {
    expect(['digit_accuracy', 'price_loss', 'price_root_mean_squared_error', 'something_new'].map(metricTitle)).toEqual(
      ['Accuracy, digit', 'Loss, price', 'Root mean squared error, price', 'Something new'],
    );
  });

  it('count metrics that share a log name', () => {
    expect(['accuracy_1', 'mean_absolute_error_1'].map(metricTitle)).toEqual(['Accuracy 2', 'Mean absolute error 2']);
    expect(isHigherBetter('accuracy_1')).toBe(true);
  });

  it('know which way is better', () => {
    expect(['accuracy', 'digit_accuracy', 'loss', 'mean_absolute_error', 'unknown'].map(isHigherBetter)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
