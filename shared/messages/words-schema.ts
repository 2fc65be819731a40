import { z } from 'zod';
import type { Sentence, Words } from './sentence.ts';

const sentenceSchema: z.ZodType<Sentence> = z.lazy(() =>
  z.strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number(), sentenceSchema])) }),
);

/** What words must be that come from a file or another process. */
export const wordsSchema: z.ZodType<Words> = z.union([z.string(), sentenceSchema]);

/** True for a sentence among plain JSON values. */
export function isSentence(value: unknown): value is Sentence {
  return sentenceSchema.safeParse(value).success;
}
