import { describe, expect, it } from 'vitest';
import { dayText, nameOfLive, namesOfTrainings, runName, runNames, runStateText } from './run-names.ts';

describe('names of runs', () => {
  it('leave the moment out where something else is left', () => {
    expect(runName('2026-11-23T12-00-00-cnn-mnist')).toBe('cnn-mnist');
    expect(runName('2026-11-23T12-00-00Z-cnn')).toBe('cnn');
    expect(runName('2026-11-23T12-00-00')).toBe('2026-11-23T12-00-00');
    expect(runName('mine')).toBe('mine');
  });

  it('number what would be the same, the oldest first', () => {
    const runs = ['2026-11-25T12-00-00-cnn', '2026-11-24T12-00-00-mlp', '2026-11-23T12-00-00-cnn'].map((run) => ({
      run,
      fold: null,
    }));
    expect([...runNames(runs).values()]).toEqual(['cnn 1', 'mlp', 'cnn 2']);
  });

  it('count a cross-validation once, and give its folds their numbers', () => {
    const first = '2026-11-24T12-00-00-cnn-fold-1';
    const fold = (number: number) => ({ crossValidation: first, fold: number, folds: 5 });
    const runs = [
      { run: '2026-11-25T12-00-00-cnn', fold: null },
      { run: '2026-11-24T12-00-09-cnn-fold-2', fold: fold(2) },
      { run: first, fold: fold(1) },
    ];
    expect([...runNames(runs).values()]).toEqual(['cnn 1, fold 1', 'cnn 1, fold 2', 'cnn 2']);
    expect([...namesOfTrainings(runs).values()]).toEqual(['cnn 1', 'cnn 2']);
  });
});

describe('the name of the run under way', () => {
  const first = '2026-11-24T12-00-00-cnn-fold-1';
  const fold = (number: number) => ({ crossValidation: first, fold: number, folds: 5 });
  const before = [
    { run: first, fold: fold(1) },
    { run: '2026-11-23T12-00-00-cnn', fold: null },
  ];

  it('is that which it will have in the list, before the list has it and after', () => {
    const live = { run: '2026-11-24T12-00-09-cnn-fold-2', fold: fold(2) };
    expect([nameOfLive(before, live), nameOfLive([live, ...before], live)]).toEqual(['cnn 2, fold 2', 'cnn 2, fold 2']);
  });

  it('is told where no list was read', () => {
    expect([nameOfLive([], { run: first, fold: fold(1) }), nameOfLive([], before[1]!)]).toEqual(['cnn, fold 1', 'cnn']);
  });
});

describe('runs in a few words', () => {
  it('say what they do or how they ended', () => {
    expect(
      (
        [
          ['training', 0],
          ['training', 3],
          ['finished', 1],
          ['finished', 17],
          ['stopped', 6],
          ['stopped', 0],
          ['failed', 2],
        ] as const
      ).map(([state, epochs]) => runStateText({ state, epochs })),
    ).toEqual(['starting', 'running, epoch 3', '1 epoch', '17 epochs', 'stopped at 6', 'stopped', 'failed']);
  });

  it('say when they began as short as it can be told', () => {
    const now = new Date(2026, 10, 25, 12, 0).getTime();
    expect(dayText(new Date(2026, 10, 25, 9, 5).getTime(), now)).toBe('09:05');
    expect(dayText(new Date(2026, 10, 23, 23, 59).getTime(), now)).toBe('Mon');
    expect(dayText(new Date(2026, 9, 3, 9, 5).getTime(), now)).toBe('3 Oct');
  });
});
