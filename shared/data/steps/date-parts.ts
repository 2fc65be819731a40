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
  fit: ({ parts, cyclic }) => ({ step: 'date-parts' as const, parts: [...parts], cyclic }),
  apply({ parts, cyclic }, values) {
    if (values.kind !== 'dates') throw new Error(`Only dates have parts. Received: ${values.kind}.`);
    const width = namesOf(parts, cyclic).length;
    const data = new Float64Array(values.data.length * width);
    const written = parts.map((part) => ({
      part,
      turn: cyclic && isCircle(part) ? (2 * Math.PI) / circles[part] : null,
      first: part === 'month' || part === 'day' ? 1 : 0,
    }));
    let at = 0;
    for (const time of values.data) {
      const date = readDate(time);
      for (const { part, turn, first } of written) {
        if (turn === null) data[at++] = date[part] + first;
        else {
          data[at++] = Math.sin(turn * date[part]);
          data[at++] = Math.cos(turn * date[part]);
        }
      }
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

/**
 * The parts of a time, those that come round from 0. A tenth of the time that `Date` takes: days to year, month and day as in Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days), where years begin in March.
 */
function readDate(time: number): Readonly<Record<DatePart, number>> {
  const days = Math.floor(time / millisecondsOfDay);
  const minutes = Math.floor((time - days * millisecondsOfDay) / 60_000);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10;
  return {
    elapsed: time / millisecondsOfDay,
    year: yearOfEra + era * 400 + (month <= 1 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5),
    // The first day of 1970 was a Thursday.
    weekday: (((days + 3) % 7) + 7) % 7,
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  };
}
