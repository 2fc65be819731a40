import { problems } from './en.ts';

export type ProblemKey = keyof typeof problems;

/** What is wrong, as a message key and its values; the words come from the message file of the reader's language. */
export interface ProblemText {
  readonly problem: ProblemKey;
  readonly values: Readonly<Record<string, string | number>>;
  /** The param that would have to change, where one alone is at fault. */
  readonly param?: string;
}

/** Makes a problem; `values` fills the {names} of the message. */
export function problem(key: ProblemKey, values: ProblemText['values'] = {}, param?: string): ProblemText {
  return { problem: key, values, ...(param === undefined ? {} : { param }) };
}

/** True for the problem in a "value or problem" result. */
export function isProblem(result: object): result is ProblemText {
  return 'problem' in result;
}

/** The words of a problem; ends in what was received. */
export function describeProblem(
  { problem: key, values }: ProblemText,
  messages: Readonly<Record<ProblemKey, string>> = problems,
): string {
  return fill(messages[key], values);
}

/** Puts values into a message's {names}. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A shape as shown to people: `28×28×1`; `one number` for no dimensions. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join('×');
}
