import { describe, expect, it } from 'vitest';
import { speak } from '../messages/language.ts';
import {
  isShare,
  shortCount,
  showBytes,
  showCell,
  showCount,
  showDifference,
  showLog,
  showNumber,
  showShare,
  showTick,
} from './number-text.ts';

describe('numbers in words', () => {
  it('have three telling digits, and an exponent only where zeros would hide them', () => {
    expect([0.0431, 0.5, 1.234, 12.34, 148.2, 4736, 3e-7, 0, -0.0079, 2.5e9].map(showNumber)).toEqual([
      '0.0431',
      '0.500',
      '1.23',
      '12.3',
      '148',
      '4,736',
      '3.0e-7',
      '0',
      '-0.0079',
      '2.5e9',
    ]);
  });

  it('a value that is not finite is a dash', () => {
    expect([null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map(showNumber)).toEqual(['–', '–', '–', '–']);
    expect(showLog('accuracy', null)).toBe('–');
  });

  it('shares of right answers are percentages, other logs are numbers', () => {
    expect([
      showLog('accuracy', 0.99104),
      showLog('digit_sparse_categorical_accuracy', 1),
      showLog('loss', 0.0284),
    ]).toEqual(['99.10 %', '100.00 %', '0.0284']);
    expect(isShare('accuracy_of_fit')).toBe(false);
    expect(showShare(0.15)).toBe('15.0 %');
    expect(showShare(0.15, 0)).toBe('15 %');
  });

  it('values of a table keep years whole', () => {
    expect([1898, 28, 151.24, 61_300, 0.05, 0.00012, 0, -3.5].map(showCell)).toEqual([
      '1898',
      '28',
      '151.2',
      '61,300',
      '0.05',
      '1.2e-4',
      '0',
      '-3.5',
    ]);
  });

  it('counts, ticks, sizes and differences', () => {
    expect(showCount(50_000)).toBe('50,000');
    expect([0.03, 1, 0.25, 1e-5, 2000, 0.1 + 0.2].map(showTick)).toEqual(['0.03', '1', '0.25', '1e-5', '2,000', '0.3']);
    expect([0, 999, 4_000, 488_000, 999_600, 2_300_000].map(showBytes)).toEqual([
      '0 B',
      '999 B',
      '4.0 kB',
      '488 kB',
      '1.0 MB',
      '2.3 MB',
    ]);
    expect([showDifference(3e-7), showDifference(0)]).toEqual(['3.0e-7', '0']);
  });
});

it('large counts have a unit', () => {
  const counts = [0, 999, 2_529_056, 1_000_000_000];
  expect(counts.map(shortCount)).toEqual(['0', '999', '2.53 M', '1.00 G']);
  speak('zh');
  expect([...counts.map(shortCount), showShare(0.991)]).toEqual(['0 ', '999 ', '253 万', '10.0 亿', '99.1%']);
  speak('en');
});
