import { cut } from './cut.ts';
import { fill } from './fill.ts';
import { byKey, englishTables, type Tables } from './tables.ts';

/** What can stand in a sentence's {names}: a name or a number, which are the same in every language, or words of its own. */
export type Value = string | number | Sentence;

/** A sentence on its way to a person: the key of its message and the values in it. The language comes where it is shown. */
export interface Sentence {
  readonly key: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** What a person reads: a sentence of ours, or the words of somebody else, such as a library's, which have one language only. */
export type Words = string | Sentence;

/** Every message that can be said, as it stands in the English files. */
type Template = { [Area in keyof Tables]: Tables[Area][keyof Tables[Area]] }[keyof Tables];

const english = byKey(englishTables);

/** The keys of the English messages; the first one where two areas say the same. */
const keys = new Map([...english].reverse().map(([key, message]) => [message, key]));

/** Characters of what came that are told: a cell, a list or a file may have any number. */
const longestReceived = 300;

/** A sentence of a message: `say(packMessages['not-installed'])`. What came is cut where it is long. */
export function say(template: Template, values: Sentence['values'] = {}): Sentence {
  const key = keys.get(template)!;
  const { received } = values;
  const isLong = typeof received === 'string' && received.length > longestReceived;
  return { key, values: isLong ? { ...values, received: cut(received, longestReceived) } : values };
}

/** The sentence that these very words are, if they are one; else the words as they are. */
export function recognize(words: Words): Words {
  if (typeof words !== 'string') return words;
  const key = keys.get(words);
  return key === undefined ? words : { key, values: {} };
}

/** One sentence after the other; those without words are left out. */
export function inARow(sentences: readonly Words[]): Words {
  return joined(sentences, englishTables.phrase['two-sentences']);
}

/** The same with each on a line of its own. */
export function inLines(sentences: readonly Words[]): Words {
  return joined(sentences, englishTables.phrase['two-lines']);
}

function joined(sentences: readonly Words[], two: Template): Words {
  const [first, ...others] = sentences.filter((one) => one !== '');
  return others.reduce<Words>(
    (before, next) => say(two, { first: recognize(before), second: recognize(next) }),
    first ?? '',
  );
}

/** The words of a sentence with the messages of one language; a key it does not have, as of another version, is told as it is. */
export function tell(words: Words, messageOf: (key: string) => string | undefined): string {
  // A message without values may travel as its words.
  const known = recognize(words);
  if (typeof known === 'string') return known;
  const values = Object.entries(known.values).map(
    ([name, value]) => [name, typeof value === 'object' ? tell(value, messageOf) : value] as const,
  );
  return fill(messageOf(known.key) ?? known.key, Object.fromEntries(values));
}

/** The words in English, for terminals and files. */
export function inEnglish(words: Words): string {
  return tell(words, (key) => english.get(key));
}
