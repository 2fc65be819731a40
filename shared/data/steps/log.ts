import { z } from 'zod';
import { columnsOfStep } from './columns-of-step.ts';
import { defineStep } from './define-step.ts';
import type { Values } from './values.ts';

const settings = z.strictObject({ step: z.literal('log'), columns: columnsOfStep });
const fitted = z.strictObject({ step: z.literal('log') });

/** sign(x) · ln(1 + |x|): for numbers that go over several sizes; 0 stays 0, and numbers below 0 are as good as those above. */
export const log = defineStep({
  settings,
  fitted,
  // Not for all columns: a number that goes over one size only loses by it.
  defaults: { step: 'log', columns: [] },
  suits: (_settings, kind) => kind === 'numeric',
  takes: ['numbers'],
  *fit() {
    yield;
    return { step: 'log' as const };
  },
  apply: (_fitted, values) => mapNumbers(values, (value) => Math.sign(value) * Math.log1p(Math.abs(value))),
  undo: (_fitted, values) => mapNumbers(values, (value) => Math.sign(value) * Math.expm1(Math.abs(value))),
  rename: (_fitted, names) => names.map((name) => `log ${name}`),
});

function mapNumbers(values: Values, change: (value: number) => number): Values {
  if (values.kind !== 'numbers') throw new Error(`Only numbers have a logarithm. Received: ${values.kind}.`);
  return { ...values, data: values.data.map(change) };
}
