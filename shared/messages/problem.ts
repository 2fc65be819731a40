import type { problems } from './en.ts';
import { phrases } from './phrases.ts';
import { inEnglish, type Sentence, say, type Value, type Words } from './sentence.ts';

export type ProblemKey = keyof typeof problems;

/** What is wrong, as a message key and its values; the words come from the message file of the reader's language. */
export interface ProblemText {
  readonly problem: ProblemKey;
  readonly values: Readonly<Record<string, Value>>;
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

/** A problem as a sentence; ends in what was received. */
export function problemSentence({ problem: key, values }: ProblemText): Sentence {
  return { key: `problem/${key}`, values };
}

/** The words of a problem in English. */
export function describeProblem(found: ProblemText): string {
  return inEnglish(problemSentence(found));
}

/** A shape as shown to people: `28×28×1`; `one number` for no dimensions. */
export function shapeWords(shape: readonly number[]): Words {
  return shape.length === 0 ? say(phrases['one-number']) : shape.join('×');
}

/** The same in English. */
export function showShape(shape: readonly number[]): string {
  return inEnglish(shapeWords(shape));
}
