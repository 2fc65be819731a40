import { z } from 'zod';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';

export const dateParts = ['elapsed', 'year', 'month', 'day', 'weekday', 'hour', 'minute'] as const;
export type DatePart = (typeof dateParts)[number];

const settings = z.strictObject({
  step: z.literal('date-parts'),
  columns: columnsOfStep,
  /** In the order in which the model gets them. */
  parts: z.array(z.enum(dateParts)).min(1, 'one part or more').readonly(),
  /** Whether what comes round again (month, day, weekday, hour, minute) is two numbers, sine and cosine, so that December is next to January. */
  cyclic: z.boolean(),
});

const fitted = settings.omit({ columns: true });

const millisecondsOfDay = 86_400_000;

/** How many values each part has that comes round. */
const circles = { month: 12, day: 31, weekday: 7, hour: 24, minute: 60 } as const;

/**
 * Dates as numbers. `elapsed` is days since the beginning of 1970; month and day count from 1, weekday from 0 for Monday. With `cyclic` a
 * part that comes round is sin and cos of 2π · value / length, the value counted from 0.
 */
export const datePartsStep = defineStep({
  settings,
  fitted,
  defaults: { step: 'date-parts', columns: null, parts: ['year', 'month', 'weekday', 'hour'], cyclic: true },
  suits: (_settings, kind) => kind === 'date',
  takes: ['dates'],
  *fit({ parts, cyclic }) {
    yield;
    return { step: 'date-parts' as const, parts: [...parts], cyclic };
  },
  apply({ parts, cyclic }, values) {
    if (values.kind !== 'dates') throw new Error(`Only dates have parts. Received: ${values.kind}.`);
    const width = namesOf(parts, cyclic).length;
    const data = new Float64Array(values.data.length * width);
    let offset = 0;
    for (const part of parts) {
      const turn = cyclic && isCircle(part) ? (2 * Math.PI) / circles[part] : null;
      const first = part === 'month' || part === 'day' ? 1 : 0;
      const read = readers[part];
      for (let row = 0, at = offset; row < values.data.length; row++, at += width) {
        const value = read(values.data[row]!);
        if (turn === null) data[at] = value + first;
        else {
          data[at] = Math.sin(turn * value);
          data[at + 1] = Math.cos(turn * value);
        }
      }
      offset += turn === null ? 1 : 2;
    }
    return { kind: 'numbers', width, data, missing: values.missing };
  },
  rename: ({ parts, cyclic }, [name]) => namesOf(parts, cyclic).map((part) => `${name} ${part}`),
});

function isCircle(part: DatePart): part is keyof typeof circles {
  return part in circles;
}

function namesOf(parts: readonly DatePart[], cyclic: boolean): string[] {
  return parts.flatMap((part) => (cyclic && isCircle(part) ? [`${part} sin`, `${part} cos`] : [part]));
}

const dayOf = (time: number) => Math.floor(time / millisecondsOfDay);
const minuteOfDay = (time: number) => Math.floor((time - dayOf(time) * millisecondsOfDay) / 60_000);

/** Each part of a time, what comes round from 0. */
const readers: Readonly<Record<DatePart, (time: number) => number>> = {
  elapsed: (time) => time / millisecondsOfDay,
  year: (time) => {
    const { year, monthFromMarch } = readDay(dayOf(time));
    return year + (monthFromMarch < 10 ? 0 : 1);
  },
  month: (time) => {
    const { monthFromMarch } = readDay(dayOf(time));
    return monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10;
  },
  day: (time) => readDay(dayOf(time)).dayOfMonth,
  // The first day of 1970 was a Thursday.
  weekday: (time) => (((dayOf(time) + 3) % 7) + 7) % 7,
  hour: (time) => Math.floor(minuteOfDay(time) / 60),
  minute: (time) => minuteOfDay(time) % 60,
};

/** A day counted from the beginning of 1970. */
interface Day {
  readonly days: number;
  /** Years and months begin in March. */
  readonly year: number;
  readonly monthFromMarch: number;
  /** From 0. */
  readonly dayOfMonth: number;
}

/** What was read last: the rows of most tables come day by day. */
let lastDay: Day = { days: Number.NaN, year: Number.NaN, monthFromMarch: Number.NaN, dayOfMonth: Number.NaN };

/**
 * A tenth of the time that `Date` takes: days to year, month and day as in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
 * (civil_from_days), where years begin in March.
 */
function readDay(days: number): Day {
  if (days === lastDay.days) return lastDay;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5);
  lastDay = { days, year: yearOfEra + era * 400, monthFromMarch, dayOfMonth };
  return lastDay;
}
