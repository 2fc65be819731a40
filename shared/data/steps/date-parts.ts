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

/** How long each part that comes round takes, in its own unit, and its value from 0 for a time in UTC. */
const circles = {
  month: { length: 12, of: (date: Date) => date.getUTCMonth() },
  day: { length: 31, of: (date: Date) => date.getUTCDate() - 1 },
  weekday: { length: 7, of: (date: Date) => (date.getUTCDay() + 6) % 7 },
  hour: { length: 24, of: (date: Date) => date.getUTCHours() },
  minute: { length: 60, of: (date: Date) => date.getUTCMinutes() },
} as const;

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
    for (let row = 0; row < values.data.length; row++) writeParts(values.data[row]!, parts, cyclic, data, row * width);
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

function writeParts(
  time: number,
  parts: readonly DatePart[],
  cyclic: boolean,
  data: Float64Array,
  start: number,
): void {
  const date = new Date(time);
  let at = start;
  for (const part of parts) {
    if (part === 'elapsed') data[at++] = time / millisecondsOfDay;
    else if (part === 'year') data[at++] = date.getUTCFullYear();
    else {
      const { length, of } = circles[part];
      if (cyclic) {
        const angle = (2 * Math.PI * of(date)) / length;
        data[at++] = Math.sin(angle);
        data[at++] = Math.cos(angle);
      } else data[at++] = of(date) + (part === 'month' || part === 'day' ? 1 : 0);
    }
  }
}
