import type { RowOrder } from '../../../shared/data/dataset.ts';
import { inStretches, type Stretches } from '../../../shared/data/stretches.ts';
import { dataWarnings } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { type Sentence, say, type Words } from '../../../shared/messages/sentence.ts';
import type { Guides } from '../split/guides.ts';
import type { Column } from '../tables/table.ts';
import { isOutOfOrder } from './find-order.ts';
import type { OrderedRows, TimeColumn } from './ordered-rows.ts';

/** Steps of time that are this many times as long as the usual one are gaps; months are not of one length. */
const gapTimes = 1.5;
/** Of the steps so many tell which is usual, evenly spaced: to put millions in order takes a second. */
const lookedSteps = 100_000;

/**
 * What is worth a look in the order of windows: that they go across several series, or take rows as they are in the file where that is not the order of
 * time; times that are there twice, which other series may be the reason of, and gaps.
 */
export function* warnAboutSeries(
  columns: readonly Column[],
  guides: Guides,
  found: RowOrder,
  ordered: OrderedRows,
): Stretches<Words[]> {
  const { series, time } = guides;
  if (series === undefined && found.series !== null)
    return [
      found.time === null
        ? say(dataWarnings['series-mixed'], { series: found.series })
        : say(dataWarnings['series-mixed-time'], { series: found.series, time: found.time }),
    ];
  if (time !== undefined) return yield* warnAboutTimes(time, ordered);
  const seeming = columns.find((column): column is TimeColumn => column.name === found.time);
  if (seeming === undefined || !(yield* isOutOfOrder(seeming, series))) return [];
  return [say(dataWarnings['rows-unordered'], { time: seeming.name })];
}

function* warnAboutTimes({ name: column, kind, values }: TimeColumn, ordered: OrderedRows): Stretches<Words[]> {
  const { rows, starts, repeated } = ordered;
  const steps = new Float64Array(kind === 'date' ? rows.length : 0);
  let [count, series] = [0, 0];
  yield* inStretches(steps.length, (from, to) => {
    for (let place = Math.max(1, from); place < to; place++) {
      if (place === starts[series + 1]) series++;
      else steps[count++] = values.at(rows[place]!) - values.at(rows[place - 1]!);
    }
  });
  const apart = Math.ceil(count / lookedSteps);
  const some = Float64Array.from(
    { length: Math.floor(count / Math.max(1, apart)) },
    (_, at) => steps[at * apart]!,
  ).sort();
  const usual = some[some.length >> 1] ?? 0;
  let gaps = 0;
  yield* inStretches(usual > 0 ? count : 0, (from, to) => {
    for (let at = from; at < to; at++) if (steps[at]! > usual * gapTimes) gaps++;
  });
  return [
    ...(repeated === 0 ? [] : [say(dataWarnings['times-repeated'], { column, count: repeated })]),
    ...(gaps === 0 ? [] : [say(dataWarnings['times-uneven'], { column, count: gaps, usual: sayTime(usual) })]),
  ];
}

function sayTime(milliseconds: number): Sentence {
  const units = { 'time-days': 86_400_000, 'time-hours': 3_600_000 } as const;
  for (const [unit, length] of Object.entries(units))
    if (milliseconds % length === 0) return say(phrases[unit as keyof typeof units], { count: milliseconds / length });
  return say(phrases['time-seconds'], { count: milliseconds / 1000 });
}
