import { inEnglish, recognize } from '../shared/messages/sentence.ts';
import { isSentence } from '../shared/messages/words-schema.ts';

/** A value with every sentence in it told in English, to be compared with what a person reads. */
export function told(value: unknown): unknown {
  if (isSentence(value)) return inEnglish(value);
  if (typeof value === 'string') return inEnglish(recognize(value));
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, told(part)]));
}
