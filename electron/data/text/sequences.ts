import type { SequenceEnd } from '../../../shared/data/steps/tokenize.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import type { Tokenizer } from './define-tokenizer.ts';
import { TokenBuffer } from './token-buffer.ts';
import { type EncodedTexts, paddingToken } from './tokens.ts';

/** How texts of any length become sequences of one length. */
export interface SequenceForm {
  readonly length: number;
  /** Where padding fills a sequence that is too short. */
  readonly padding: SequenceEnd;
  /** Where a sequence that is too long loses tokens. */
  readonly truncating: SequenceEnd;
}

/** Characters that are encoded between two pauses. */
const charactersOfStretch = 16_384;

/** Turns texts into token numbers, each cut to the length; padding comes when a batch is made. Tells how many texts are done. */
export function* encodingSequences(
  texts: Iterable<string> & { readonly length: number },
  tokenizer: Tokenizer,
  { length, truncating }: Pick<SequenceForm, 'length' | 'truncating'>,
): Stretches<EncodedTexts> {
  checkLength(length);
  const tokens = new TokenBuffer();
  const starts = new TokenBuffer();
  starts.push(0);
  let characters = 0;
  for (const text of texts) {
    const start = tokens.length;
    if (truncating === 'post') tokenizer.append(text, tokens, length);
    else {
      tokenizer.append(text, tokens);
      tokens.removeBetween(start, Math.max(start, tokens.length - length));
    }
    starts.push(tokens.length);
    characters += text.length;
    if (characters < charactersOfStretch) continue;
    characters = 0;
    yield { done: starts.length - 1, of: texts.length };
  }
  return { tokens: tokens.take(), starts: starts.take() };
}

/** The sequences of some rows, one after the other, each `length` long. Cuts what is longer, as Keras's `pad_sequences` does. */
export function padSequences(
  { tokens, starts }: EncodedTexts,
  rows: ArrayLike<number>,
  { length, padding, truncating }: SequenceForm,
): Int32Array {
  checkLength(length);
  const sequences = new Int32Array(rows.length * length).fill(paddingToken);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    let start = starts[row]!;
    let end = starts[row + 1]!;
    if (truncating === 'pre') start = Math.max(start, end - length);
    else end = Math.min(end, start + length);
    const before = padding === 'pre' ? length - (end - start) : 0;
    sequences.set(tokens.subarray(start, end), i * length + before);
  }
  return sequences;
}

function checkLength(length: number): void {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`The length of sequences is a whole number of at least 1. Received: ${length}`);
  }
}
