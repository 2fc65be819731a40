import { expect, test } from 'vitest';
import { doAtOnce } from '../../../shared/data/stretches.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { numbersIn } from '../store/numbers.ts';
import { orderRows } from './ordered-rows.ts';
import { warnAboutSeries } from './warn-about-series.ts';

const day = 86_400_000;
const none = { time: null, series: null };

test('gaps in time are counted within each series, also of many rows', () => {
  const count = 300_000;
  const half = count / 2;
  // Two series of days; the first leaves out a day twice, the second once, and between them lie years.
  const days = Float64Array.from({ length: count }, (_, row) => {
    const at = row % half;
    const gaps = row < half ? [5, half - 1] : [7];
    return ((row < half ? 0 : count) + at + gaps.filter((gap) => at >= gap).length) * day;
  });
  const time = { name: 't', kind: 'date', values: numbersIn(days), invalid: null } as const;
  const codes = numbersIn(Int32Array.from(days, (_, row) => (row < half ? 0 : 1)));
  const series = { name: 's', kind: 'categorical', values: codes, categories: ['a', 'b'] } as const;
  const ordered = doAtOnce(orderRows(count, { time, series }));
  const warnings = doAtOnce(warnAboutSeries([time, series], { time, series }, none, ordered));
  expect(warnings.map(inEnglish)).toEqual([
    'Most rows lie 1 days apart by "t", and 3 farther. Windows count rows, not time.',
  ]);
});
