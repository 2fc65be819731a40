import { beforeSpace } from './byte-alphabet.ts';

/** A text is taken in parts of about this many characters: more would keep others from their turn for long. */
const partLength = 64 * 1024;

/** A text that comes in pieces of any length, in parts that no token goes beyond: it is parted between words only. */
export async function* wholeWords(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let length = 0;
  for await (const piece of shortPieces(pieces)) {
    const end = length + piece.length < partLength ? piece.length : beforeSpace(piece, 0);
    if (end === piece.length) {
      waiting.push(piece);
      length += piece.length;
      continue;
    }
    yield [...waiting, piece.slice(0, end)].join('');
    waiting = [piece.slice(end)];
    length = piece.length - end;
  }
  yield waiting.join('');
}

async function* shortPieces(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += partLength) yield piece.slice(from, from + partLength);
  }
}
