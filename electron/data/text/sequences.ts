import type { SequenceEnd } from '../../../shared/data/steps/tokenize.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { writeFloat64, writeInt32 } from '../store/numbers.ts';
import type { Room } from '../store/room.ts';
import type { Texts } from '../store/texts.ts';
import type { Tokenizer } from './tokenizers/define-tokenizer.ts';
import { TokenBuffer } from './tokenizers/token-buffer.ts';
import { type EncodedTexts, paddingToken, unknownToken } from './tokenizers/tokens.ts';

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

/**
 * Turns texts into token numbers in a room, each cut to the length; padding comes when a batch is made. A text without any token becomes one
 * unknown token. Tells how many texts are done.
 */
export function* encodingSequences(
  texts: Pick<Texts, 'length' | typeof Symbol.iterator>,
  tokenizer: Tokenizer,
  { length, truncating }: Pick<SequenceForm, 'length' | 'truncating'>,
  room: Room,
): Stretches<EncodedTexts> {
  checkLength(length);
  const [tokens, starts] = [writeInt32(room), writeFloat64(room)];
  starts.add([0]);
  let written = 0;
  /** The tokens of a stretch. */
  const buffer = new TokenBuffer();
  let ends: number[] = [];
  let characters = 0;
  let done = 0;
  const keep = () => {
    tokens.add(buffer.take());
    starts.add(ends);
    written += buffer.length;
    buffer.clear();
    ends = [];
  };
  for (const text of texts) {
    const start = buffer.length;
    if (truncating === 'post') tokenizer.append(text, buffer, length);
    else {
      tokenizer.append(text, buffer);
      buffer.removeBetween(start, Math.max(start, buffer.length - length));
    }
    // Of padding alone nothing can be computed by what leaves padding out: a mean of no steps is no number, in Keras too.
    if (buffer.length === start) buffer.push(unknownToken);
    ends.push(written + buffer.length);
    done++;
    characters += text.length + 1;
    if (characters < charactersOfStretch) continue;
    characters = 0;
    keep();
    yield { done, of: texts.length };
  }
  keep();
  return { tokens: tokens.finish(), starts: starts.finish() };
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
    let start = starts.at(row);
    let end = starts.at(row + 1);
    if (truncating === 'pre') start = Math.max(start, end - length);
    else end = Math.min(end, start + length);
    const before = padding === 'pre' ? length - (end - start) : 0;
    tokens.copy(start, end, sequences, i * length + before);
  }
  return sequences;
}

function checkLength(length: number): void {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`The length of sequences is a whole number of at least 1. Received: ${length}`);
  }
}
