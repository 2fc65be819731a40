import type { SequenceEnd } from '../../../shared/data/steps/tokenize.ts';
import { countOne, mostFrequent } from './counts.ts';
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

/** Turns texts into token numbers, each cut to the length; padding comes when a batch is made. */
export function encodeSequences(
  texts: Iterable<string>,
  tokenizer: Tokenizer,
  { length, truncating }: Pick<SequenceForm, 'length' | 'truncating'>,
): EncodedTexts {
  checkLength(length);
  const tokens = new TokenBuffer();
  const starts = new TokenBuffer();
  starts.push(0);
  for (const text of texts) {
    const start = tokens.length;
    if (truncating === 'post') tokenizer.append(text, tokens, length);
    else {
      tokenizer.append(text, tokens);
      tokens.removeBetween(start, Math.max(start, tokens.length - length));
    }
    starts.push(tokens.length);
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

/** Texts whose tokens are from `from` to `to`, both included. */
export interface LengthBar {
  readonly from: number;
  readonly to: number;
  readonly texts: number;
}

/** What texts are like as tokens: enough to choose a sequence length and a vocabulary size by. */
export interface SequenceReport {
  readonly texts: number;
  readonly tokens: number;
  /** Tokens of a text, before any is cut off. All 0 without texts. */
  readonly shortest: number;
  readonly median: number;
  /** At least 95 of 100 texts have no more tokens than this. */
  readonly percentile95: number;
  readonly longest: number;
  /** Bars of one width; the last has the few longest texts too. */
  readonly histogram: readonly LengthBar[];
  /** Of all texts, those that lose tokens at the sequence length: 0 to 1. */
  readonly shareCut: number;
  /** Of all tokens, those that are unknown: 0 to 1. */
  readonly shareUnknown: number;
  /** The commonest words or characters that become the unknown token. */
  readonly unknowns: readonly { readonly piece: string; readonly count: number }[];
}

/** How many unknown words a report names. */
const namedUnknowns = 20;

/** Looks at texts as tokens. */
export function inspectSequences(texts: Iterable<string>, tokenizer: Tokenizer, length: number): SequenceReport {
  checkLength(length);
  const buffer = new TokenBuffer();
  const lengths = new TokenBuffer();
  const unknown = new Map<string, { count: number }>();
  let tokens = 0;
  let unknownTokens = 0;
  for (const text of texts) {
    buffer.clear();
    tokenizer.append(text, buffer);
    lengths.push(buffer.length);
    tokens += buffer.length;
    for (const piece of tokenizer.unknowns(text)) {
      countOne(unknown, piece);
      unknownTokens++;
    }
  }
  const sorted = lengths.take().sort();
  const cut = sorted.length - countUpTo(sorted, length);
  return {
    texts: sorted.length,
    tokens,
    shortest: sorted[0] ?? 0,
    median: medianOf(sorted),
    percentile95: percentileOf(sorted, 95),
    longest: sorted.at(-1) ?? 0,
    histogram: drawHistogram(sorted),
    shareCut: share(cut, sorted.length),
    shareUnknown: share(unknownTokens, tokens),
    unknowns: mostFrequent(unknown, namedUnknowns).map(([piece, count]) => ({ piece, count })),
  };
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}

function medianOf(sorted: Int32Array): number {
  if (sorted.length === 0) return 0;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest length that at least so many of 100 texts do not exceed (the nearest rank). */
function percentileOf(sorted: Int32Array, percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}

/** How many of the lengths are at most `limit`. */
function countUpTo(sorted: Int32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const mostBars = 20;

/** Bars of a round width up to where all but 1 of 100 texts are; else one very long text would leave a single bar for all others. */
function drawHistogram(sorted: Int32Array): LengthBar[] {
  if (sorted.length === 0) return [];
  const longest = sorted.at(-1)!;
  const width = roundUp((percentileOf(sorted, 99) + 1) / mostBars);
  const bars: LengthBar[] = [];
  let counted = 0;
  for (let from = 0; counted < sorted.length; from += width) {
    const isLast = bars.length === mostBars - 1;
    const to = isLast ? Math.max(longest, from + width - 1) : from + width - 1;
    const upTo = countUpTo(sorted, to);
    bars.push({ from, to, texts: upTo - counted });
    counted = upTo;
  }
  return bars;
}

/** The next of 1, 2, 5, 10, 20, 50, ... */
function roundUp(width: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power >= width) return step * power;
  }
}

function checkLength(length: number): void {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`The length of sequences is a whole number of at least 1. Received: ${length}`);
  }
}
