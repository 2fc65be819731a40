import type { z } from 'zod';
import type { Json, Param } from '../../shared/blocks/params.ts';
import { expectedWords } from '../../shared/messages/expected.ts';
import type { Read } from './fields.tsx';

/** The value a typed text stands for, checked against its spec; what was expected if it is none. */
export function readParam(spec: Param, typed: string): Read<Json> {
  const value = parse(spec, typed.trim());
  const result = (spec.check as z.ZodType<Json>).safeParse(value);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, expected: expectedWords(result.error.issues[0]!.message) };
}

/** A value as it stands in its field; what is not of the spec's kind stands there as it is saved. */
export function showParam(spec: Param, value: Json | undefined): string {
  const isNone = value === null && (spec.kind === 'float' || spec.kind === 'int' || spec.kind === 'range');
  if (value === undefined || isNone) return '';
  if (spec.kind === 'shape' && Array.isArray(value)) return value.join(' × ');
  if ((spec.kind === 'axes' || spec.kind === 'range') && Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function parse(spec: Param, typed: string): Json | undefined {
  switch (spec.kind) {
    case 'int':
      // Only an empty field stands for no number.
      return number(typed) ?? (typed === '' ? null : typed);
    case 'float':
    case 'pair':
      return number(typed);
    case 'shape':
    case 'axes':
      return typed === '' ? [] : parts(typed);
    case 'range': {
      // Only an empty field stands for no number, and one number alone for both directions.
      if (typed === '') return null;
      const numbers = parts(typed.replace(/^±\s*/, ''));
      return numbers.length === 1 ? numbers[0] : numbers;
    }
    default:
      return typed;
  }
}

/** Several numbers as people type them; what is none stays as it is, for the check to refuse. */
function parts(typed: string): readonly (number | string)[] {
  return typed.split(/\s*[×x*,]\s*|\s+/i).map((part) => number(part) ?? part);
}

/** A number as people type it: `1e-3`, `0.5`, `1,000` is none. Null stands for no number, which only the check of an optional one accepts. */
function number(typed: string): number | null {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(typed) ? Number(typed) : null;
}

/** The next number up or down for a press of an arrow: whole steps for whole numbers, a tenth of the size for others. */
export function stepped(
  spec: { readonly kind: string; readonly min?: number | undefined; readonly max?: number | undefined },
  value: number,
  by: number,
): number {
  const step = spec.kind === 'float' ? floatStep(value) : 1;
  const next = Number((value + by * step).toPrecision(12));
  return Math.min(spec.max ?? Number.POSITIVE_INFINITY, Math.max(spec.min ?? Number.NEGATIVE_INFINITY, next));
}

function floatStep(value: number): number {
  return value === 0
    ? 0.1
    : 10 **
        (Math.floor(Math.log10(Math.abs(value))) -
          (/^[1]0*$/.test(String(value).replace(/^0?\.0*|e.*$/g, '')) ? 1 : 0));
}
