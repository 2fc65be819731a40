import { z } from 'zod';
import type { ColumnKind } from '../kinds.ts';
import { columnsOfStep } from './columns-of-step.ts';

/** What a text can be divided into, the coarsest first; subwords are pieces that pairs of bytes were joined to. */
export const tokenizerKinds = ['word', 'subword', 'character'] as const;
export type TokenizerKind = (typeof tokenizerKinds)[number];

/** The smallest vocabulary of each kind: padding, unknown and one token, or every byte, which subwords begin with. */
export const leastVocabulary: Readonly<Record<TokenizerKind, number>> = { word: 3, subword: 258, character: 3 };

/** The end of a sequence that something is done at, as Keras's `pad_sequences` calls it: its beginning or what follows its last token. */
export const sequenceEnds = ['pre', 'post'] as const;
export type SequenceEnd = (typeof sequenceEnds)[number];

/** Texts as numbers of tokens. What it learns, and what it does to texts, is done by those who read them: once for a whole column. */
export const tokenize = {
  settings: z.strictObject({
    step: z.literal('tokenize'),
    columns: columnsOfStep,
    /** What becomes a token. */
    tokenizer: z.enum(tokenizerKinds),
    /** Whether capitals count as small letters. */
    lowercase: z.boolean(),
    /** Tokens kept, counting padding (0) and unknown (1). */
    vocabularySize: z.int().min(3, 'a whole number, 3 or more'),
    /** Tokens a text is cut or padded to. */
    sequenceLength: z.int().min(1, 'a whole number, 1 or more'),
    /** The side on which padding fills a text that is shorter. */
    padding: z.enum(sequenceEnds),
    /** The side on which a text that is longer loses tokens. */
    truncating: z.enum(sequenceEnds),
  }),
  defaults: {
    step: 'tokenize',
    columns: null,
    tokenizer: 'word',
    lowercase: true,
    vocabularySize: 10_000,
    sequenceLength: 150,
    padding: 'post',
    truncating: 'post',
  },
  suits: (_settings: unknown, kind: ColumnKind) => kind === 'text',
} as const;
