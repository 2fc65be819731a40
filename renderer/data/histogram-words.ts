import { edgesOf, type Histogram } from '../../shared/data/statistics.ts';
import { text } from '../messages/text.ts';
import { showCell, showTick } from '../training/number-text.ts';
import { linearAxis } from '../training/ticks.ts';

/** What the values of a histogram are, as far as it matters to how they are written. */
export type ValueKind = 'numeric' | 'date';

const day = 86_400_000;

/** A value as people read it; dates as ISO 8601 writes them, in the time that the file has. */
export function showValue(value: number, kind: ValueKind): string {
  if (kind === 'numeric') return showCell(value);
  return value % day === 0 ? isoOf(value).slice(0, 10) : isoOf(value).slice(0, 16).replace('T', ' ');
}

function isoOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString();
}

/** The values of one range, first and last; one value alone where the range has but one. */
export function showRange(histogram: Histogram, at: number, kind: ValueKind): string {
  const edges = edgesOf(histogram);
  const from = edges[at]!;
  const to = edges[at + 1]! - histogram.unit;
  if (from === to) return showValue(from, kind);
  return text('columns.range', { from: showValue(from, kind), to: showValue(to, kind) });
}

/** Where a value stands along the axis of a histogram, 0 to 1; one of whole numbers is in the middle of its unit. */
export function placeOf({ from, to, unit }: Histogram, value: number): number {
  return to === from ? 0.5 : (value + unit / 2 - from) / (to - from);
}

/** Round values along the axis of a histogram, and how each is written there. */
export function axisOf(
  histogram: Histogram,
  kind: ValueKind,
): readonly { readonly value: number; readonly label: string }[] {
  const { from, to, unit } = histogram;
  if (kind === 'date') return dateTicks(from, to - unit);
  const last = to - unit;
  if (last === from) return [{ value: from, label: showTick(from) }];
  return linearAxis(from, last)
    .ticks.filter((tick) => tick >= from && tick <= last && (unit === 0 || Number.isInteger(tick)))
    .map((value) => ({ value, label: showTick(value) }));
}

/** Steps of a time axis: so many months, or milliseconds. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const timeSteps = [60_000, 300_000, 900_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000, day, 2 * day, 7 * day, 14 * day];
const mostTicks = 5;

function dateTicks(from: number, to: number): { value: number; label: string }[] {
  const step = timeSteps.find((step) => Math.floor(to / step) - Math.ceil(from / step) < mostTicks);
  if (step !== undefined) {
    const first = Math.ceil(from / step) * step;
    const count = Math.max(0, Math.floor((to - first) / step) + 1);
    const values = Array.from({ length: count }, (_, at) => first + at * step);
    return values.map((value) => ({
      value,
      label: step < day ? isoOf(value).slice(11, 16) : isoOf(value).slice(0, 10),
    }));
  }
  const [start, end] = [new Date(from), new Date(to)];
  const months = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const [first, last] = [months(start), months(end)];
  const stride = monthSteps.find((step) => (last - first) / step <= mostTicks) ?? 12_000;
  const ticks: { value: number; label: string }[] = [];
  for (let month = Math.ceil(first / stride) * stride; month <= last; month += stride) {
    // Not by Date.UTC, which takes the years 0 to 99 for the last century.
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    const value = date.getTime();
    if (value >= from && value <= to) ticks.push({ value, label: isoOf(value).slice(0, stride % 12 === 0 ? 4 : 7) });
  }
  return ticks;
}
