import { setImmediate } from 'node:timers/promises';
import type { Reading } from '../reading.ts';
import { beforeSpace } from './byte-alphabet.ts';
import type { Tokenizer } from './define-tokenizer.ts';
import { TokenBuffer } from './token-buffer.ts';

/** A text is encoded in parts of about this many characters. */
const partLength = 1024 * 1024;

/**
 * The tokens of a text that comes in pieces of any length: the same as of the whole, as it is parted between words only. Rejects when
 * the reading is ended.
 */
export async function encodeStream(
  pieces: Iterable<string> | AsyncIterable<string>,
  tokenizer: Tokenizer,
  { signal }: Pick<Reading, 'signal'>,
): Promise<Int32Array> {
  const tokens = new TokenBuffer();
  let waiting: string[] = [];
  let length = 0;
  for await (const piece of shortPieces(pieces)) {
    signal.throwIfAborted();
    const end = length + piece.length < partLength ? piece.length : beforeSpace(piece, 0);
    if (end === piece.length) {
      waiting.push(piece);
      length += piece.length;
      continue;
    }
    tokenizer.append([...waiting, piece.slice(0, end)].join(''), tokens);
    waiting = [piece.slice(end)];
    length = piece.length - end;
    // Others get a turn: a reading that is to end, or the window.
    await setImmediate();
  }
  tokenizer.append(waiting.join(''), tokens);
  return tokens.take();
}

async function* shortPieces(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += partLength) yield piece.slice(from, from + partLength);
  }
}
