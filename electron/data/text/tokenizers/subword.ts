import { z } from 'zod';
import type { Stretches } from '../../../../shared/data/stretches.ts';
import { bytesInOrder, bytesOf, piecesOf, placeOfByte, textOf } from './byte-alphabet.ts';
import { trainingMerges } from './byte-pair-training.ts';
import type { Counts } from './counts.ts';
import { checkVocabularySize, defineTokenizer, type Tokenizer, type TokenizerOptions } from './define-tokenizer.ts';
import { Heap } from './heap.ts';
import { MergedTokens } from './merged-tokens.ts';
import { reservedTokens, unknownToken } from './tokens.ts';

/**
 * Byte-level byte-pair encoding: the 256 bytes are tokens 2 to 257, in GPT-2's order, and each merge joins two tokens to the next.
 * Every text has tokens, so that none of them is ever unknown.
 */
export const subwordSchema = z.strictObject({
  kind: z.literal('subword'),
  lowercase: z.boolean(),
  merges: z.array(z.tuple([z.int().min(reservedTokens), z.int().min(reservedTokens)])),
});
export type FittedSubword = Readonly<z.infer<typeof subwordSchema>>;

/** The tokens that a vocabulary of subwords has before anything is learned. */
export const leastSubwords = reservedTokens + bytesInOrder.length;

/** The pieces that no token goes beyond, one after the other. */
export function* subwordPieces(text: string, lowercase: boolean): Generator<string> {
  for (const pieces of piecesOf(text, lowercase)) yield* pieces;
}

/** Learns the commonest joined bytes of pieces; see `trainingMerges` for which of two that are as frequent as each other. */
export function* fittingSubword(
  pieces: Counts,
  { vocabularySize, lowercase }: TokenizerOptions,
): Stretches<FittedSubword> {
  checkVocabularySize(vocabularySize, leastSubwords);
  const found = yield* trainingMerges(pieces, vocabularySize);
  const merges = found.map(([left, right]): [number, number] => [left, right]);
  return { kind: 'subword', lowercase, merges };
}

/** Pieces whose tokens are kept for when they come again. */
const keptPieces = 250_000;
const longestKept = 64;

/** A trained tokenizer of subwords, ready for texts. It decodes to the very text, unless capitals were made small. */
export function openSubword({ lowercase, merges }: FittedSubword): Tokenizer {
  const tokens = new MergedTokens();
  const joins = merges.map(([left, right], rank) => ({ left, right, rank, joined: tokens.merge(left, right) }));
  const size = tokens.size;
  const byPair = new Map<number, Join>();
  // The first of two merges of the same pair, which only a file from elsewhere has.
  for (const join of joins.reverse()) byPair.set(join.left * size + join.right, join);
  const kept = new Map<string, readonly number[]>();

  function encodePiece(piece: string): readonly number[] {
    const known = kept.get(piece);
    if (known !== undefined) return known;
    const encoded = joinAll(
      bytesOf(piece).map((byte) => reservedTokens + placeOfByte[byte]!),
      (left, right) => byPair.get(left * size + right),
    );
    if (piece.length <= longestKept) {
      if (kept.size >= keptPieces) kept.clear();
      kept.set(piece, encoded);
    }
    return encoded;
  }

  return defineTokenizer({
    vocabularySize: size,
    append(text, buffer, limit) {
      let left = limit;
      for (const pieces of piecesOf(text, lowercase)) {
        for (const piece of pieces) {
          for (const token of encodePiece(piece)) {
            if (left-- <= 0) return;
            buffer.push(token);
          }
        }
      }
    },
    decode(numbers) {
      const replacement = Buffer.from('\ufffd');
      return textOf(
        Buffer.concat(numbers.map((token) => (token === unknownToken ? replacement : tokens.bytes[token]!))),
      );
    },
    unknowns: () => [],
  });
}

interface Join {
  readonly rank: number;
  readonly joined: number;
}

/** A pair that can be joined, as it was when it was seen. */
interface Candidate {
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly join: Join;
}

/** Joins what was learned first, of the same the leftmost first, until nothing is left to join. Takes n log n for n bytes. */
function joinAll(symbols: number[], find: (left: number, right: number) => Join | undefined): number[] {
  if (symbols.length < 2) return symbols;
  const gone = -1;
  const next = symbols.map((_, at) => at + 1);
  const previous = symbols.map((_, at) => at - 1);
  const queue = new Heap<Candidate>((one, other) =>
    one.join.rank === other.join.rank ? one.at < other.at : one.join.rank < other.join.rank,
  );
  function look(at: number): void {
    const after = next[at] ?? symbols.length;
    if (at < 0 || after >= symbols.length) return;
    const [left, right] = [symbols[at]!, symbols[after]!];
    const join = find(left, right);
    if (join !== undefined) queue.push({ at, left, right, join });
  }
  for (let at = 0; at + 1 < symbols.length; at++) look(at);
  for (let candidate = queue.pop(); candidate !== undefined; candidate = queue.pop()) {
    const { at, left, right, join } = candidate;
    const after = next[at]!;
    if (symbols[at] !== left || symbols[after] !== right) continue;
    symbols[at] = join.joined;
    symbols[after] = gone;
    next[at] = next[after]!;
    if (next[at]! < symbols.length) previous[next[at]!] = at;
    look(previous[at]!);
    look(at);
  }
  return symbols.filter((symbol) => symbol !== gone);
}
