import { phrases } from './phrases.ts';
import { recognize, type Sentence, say, type Words } from './sentence.ts';

/** The phrases for what a value must be that have values of their own: checks say them with these filled in. */
const withValues = [
  'whole-number-between',
  'whole-number-from',
  'factor-between',
  'factor-above',
  'number-between',
  'number-from',
  'number-up-to',
  'two-between',
  'two-whole-numbers',
  'one-of',
] as const satisfies readonly (keyof typeof phrases)[];

const patterns = withValues.map((key) => {
  const pattern = phrases[key].replace(/\{(\w+)\}/g, '(?<$1>.+)');
  return { key, pattern: new RegExp(`^${pattern}$`) };
});

/** What a check says it expected, in English, as words that can be told in every language. */
export function expectedWords(message: string): Words {
  for (const { key, pattern } of patterns) {
    const values = pattern.exec(message)?.groups;
    if (values) return say(phrases[key], valuesOf(values));
  }
  return recognize(message);
}

/** What stands in the words, with limits as the numbers that they are. */
function valuesOf(found: Readonly<Record<string, string>>): Sentence['values'] {
  return Object.fromEntries(
    Object.entries(found).map(([name, text]) => [name, name === 'options' ? text : Number(text)]),
  );
}
