import { expect, test } from 'vitest';
import { showMeasuredTime } from './time-text.ts';

test('a measured time has three telling digits, and seconds from a thousand milliseconds on', () => {
  expect([0.0431, 0.5, 12.44, 999, 1000, 65_432].map(showMeasuredTime)).toEqual([
    '0.0431 ms',
    '0.500 ms',
    '12.4 ms',
    '999 ms',
    '1.00 s',
    '65.4 s',
  ]);
});
