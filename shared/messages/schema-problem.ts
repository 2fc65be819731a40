import type { z } from 'zod';
import { expectedWords } from './expected.ts';
import { phrases } from './phrases.ts';
import { type Sentence, say, type Value } from './sentence.ts';

/** What does not fit in a value: where it stands, what was expected there, and what is there. */
export interface Misfit {
  readonly where: Value;
  readonly expected: Value;
  readonly received: Value;
}

type Issue = z.core.$ZodIssue;

/** The first thing that a schema found wrong in a value. */
export function misfitOf({ issues }: z.ZodError, value: unknown): Misfit {
  const issue = issues[0]!;
  const where = issue.path.join('.') || say(phrases['the-file']);
  if (issue.code === 'unrecognized_keys')
    return { where, expected: say(phrases['no-other-entries']), received: issue.keys.join(', ') };
  return { where, expected: expectedBy(issue), received: shown(valueAt(value, issue.path)) };
}

/** Where a text stops being JSON; `error` is what its parser threw. */
export function brokenJson(text: string, error: unknown): Misfit {
  const position = brokenAt(text, String(error));
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const received = position >= text.trimEnd().length ? say(phrases['the-end-of-the-file']) : shown(text[position]);
  return { where: say(phrases['line-column'], { line, column }), expected: 'JSON', received };
}

/** The same as one value of a sentence. */
export function misfitWords({ where, expected, received }: Misfit): Sentence {
  return say(phrases.misfit, { where, expected, received });
}

/** What is there and where, in a sentence that says what was expected by itself. */
export function foundAt({ where, received }: Misfit): Sentence {
  return say(phrases['found-at'], { where, received });
}

/** A value as it stands in a file, cut where it is long. */
export function shown(value: unknown): Value {
  if (value === undefined) return say(phrases.nothing);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What would have been right at an issue. A schema's own words come first; those of zod are one language only, so they are said anew. */
function expectedBy(issue: Issue): Value {
  const own = expectedWords(issue.message);
  if (typeof own !== 'string' || issue.code === 'custom') return own;
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected);
    case 'invalid_value':
      return oneOf(issue.values.map((value) => (typeof value === 'bigint' ? `${value}` : JSON.stringify(value))));
    case 'too_small':
      return limit(issue.origin, 'from', issue.minimum, issue.inclusive !== false);
    case 'too_big':
      return limit(issue.origin, 'to', issue.maximum, issue.inclusive !== false);
    case 'invalid_union':
      return unionWords(issue);
    case 'invalid_key':
      return say(phrases['entries-with-names']);
    default:
      return say(phrases['another-form']);
  }
}

function typeWords(type: string): Sentence {
  switch (type) {
    case 'string':
      return say(phrases['a-text']);
    case 'number':
      return say(phrases.number);
    case 'int':
      return say(phrases['whole-number']);
    case 'boolean':
      return say(phrases['true-or-false']);
    case 'array':
    case 'tuple':
      return say(phrases.list);
    case 'object':
    case 'record':
      return say(phrases['an-object']);
    default:
      return say(phrases['another-form']);
  }
}

function limit(origin: string, end: 'from' | 'to', size: number | bigint, inclusive: boolean): Sentence {
  const at = Number(size);
  if (origin === 'string' && end === 'from' && at === 1) return say(phrases['a-text-not-empty']);
  if (origin === 'array' || origin === 'string') return say(phrases[`${origin}-${end}`], { count: at });
  if (end === 'from') return say(phrases[inclusive ? 'number-from' : 'number-above'], { min: at });
  return say(phrases[inclusive ? 'number-up-to' : 'number-below'], { max: at });
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion): Value {
  if ('options' in issue && issue.options) return oneOf(issue.options.map((option) => JSON.stringify(option)));
  const forms = issue.errors.flatMap(([first]) => (first && first.path.length === 0 ? [expectedBy(first)] : []));
  return forms.length === issue.errors.length && forms.length === 2
    ? say(phrases['either-or'], { first: forms[0]!, second: forms[1]! })
    : say(phrases['another-form']);
}

function oneOf(options: readonly string[]): Value {
  return options.length === 1 ? options[0]! : say(phrases['one-of'], { options: options.join(', ') });
}

/** The place of the first character with which a text is no longer the beginning of JSON; its length where it is only cut off. */
function brokenAt(text: string, message: string): number {
  const said = /position (\d+)/.exec(message);
  if (said) return Math.min(Number(said[1]), text.length);
  // V8 names no place for a token that it did not expect. What comes before it could still go on to be JSON, and nothing longer could.
  let sound = 0;
  let broken = text.length + 1;
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1;
    if (couldGoOn(text.slice(0, middle))) sound = middle;
    else broken = middle;
  }
  return sound;
}

function couldGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = String(error);
    const said = /position (\d+)/.exec(message);
    return said ? Number(said[1]) >= text.length : message.includes('end of JSON');
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
