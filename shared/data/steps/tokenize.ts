import { z } from 'zod';
import type { ColumnKind } from '../kinds.ts';
import { columnsOfStep } from './columns-of-step.ts';

/** Texts as numbers of words. What it learns, and what it does to texts, is done by those who read them: once for a whole column. */
export const tokenize = {
  settings: z.strictObject({
    step: z.literal('tokenize'),
    columns: columnsOfStep,
    /** Tokens kept, counting padding (0) and unknown (1). */
    vocabularySize: z.int().min(3, 'a whole number, 3 or more'),
    /** Tokens a text is cut or padded to. */
    sequenceLength: z.int().min(1, 'a whole number, 1 or more'),
  }),
  fitted: z.strictObject({
    step: z.literal('tokenize'),
    sequenceLength: z.int().min(1),
    /** Word i is token i + 2; other words are 1, and 0 fills the end. */
    vocabulary: z.array(z.string()).readonly(),
  }),
  defaults: { step: 'tokenize', columns: null, vocabularySize: 10_000, sequenceLength: 150 },
  suits: (_settings: unknown, kind: ColumnKind) => kind === 'text',
} as const;
