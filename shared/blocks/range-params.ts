import { z } from 'zod';
import type { Extra, Factor, Range, RangeParam } from './params.ts';

/** Two decimal numbers, the first less than the second. */
export function range(label: string, value: Range, extra: Extra = {}): RangeParam<Range> {
  const expected = 'two numbers, the smaller first';
  const side = z.number(expected);
  const check = z.tuple([side, side], expected).refine(([from, to]) => from < to, expected);
  return { kind: 'range', label, default: value, group: 'main', check, optional: false, ...extra };
}

/** What a factor may be; `above` leaves the lower limit itself out. */
type FactorLimits = { readonly max: number } & (
  | { readonly min: number; readonly above?: never }
  | { readonly above: number; readonly min?: never }
);

/** How far something is drawn at random: one number for both directions, or two, from and to. */
export function factor(label: string, value: Factor, limits: FactorLimits & Extra): RangeParam<Factor> {
  const { min, above, max, ...extra } = limits;
  const check = factorSchema(min, above, max);
  return { kind: 'range', label, default: value, group: 'main', check, optional: false, ...extra };
}

/** The same, or null; `whenNull` says what null stands for, such as "as height". */
export function optionalFactor(
  label: string,
  limits: FactorLimits & { readonly whenNull: string } & Extra,
): RangeParam {
  const { min, above, max, ...extra } = limits;
  const check = factorSchema(min, above, max).nullable();
  return { kind: 'range', label, default: null, group: 'main', check, optional: true, ...extra };
}

function factorSchema(min: number | undefined, above: number | undefined, max: number): z.ZodType<Factor> {
  const limits = min === undefined ? `above ${above}, up to ${max}` : `from ${min} to ${max}`;
  const expected = `a number ${limits}, or two, the smaller first`;
  const isWithin = (n: number) => n <= max && (min === undefined ? n > above! : n >= min);
  const one = z.number(expected).refine(isWithin, expected);
  // Keras would put two into order; so the form says which is which instead.
  const both = z.tuple([one, one], expected).refine(([from, to]) => from <= to, expected);
  return z.union([one, both], expected);
}
