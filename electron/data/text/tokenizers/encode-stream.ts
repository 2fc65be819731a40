import { setImmediate } from 'node:timers/promises';
import type { Reading } from '../../reading.ts';
import type { Tokenizer } from './define-tokenizer.ts';
import { TokenBuffer } from './token-buffer.ts';
import { wholeWords } from './whole-words.ts';

/**
 * The tokens of a text that comes in pieces of any length, stretch by stretch: the same as of the whole. Rejects when the reading is
 * ended.
 */
export async function* encodeStream(
  pieces: Iterable<string> | AsyncIterable<string>,
  tokenizer: Tokenizer,
  { signal }: Pick<Reading, 'signal'>,
): AsyncGenerator<Int32Array> {
  const tokens = new TokenBuffer();
  for await (const part of wholeWords(pieces)) {
    signal.throwIfAborted();
    tokens.clear();
    tokenizer.append(part, tokens);
    yield tokens.take();
    // Others get a turn: a reading that is to end, or the window.
    await setImmediate();
  }
}
