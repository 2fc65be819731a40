import { type Part, parts } from '../../../shared/data/dataset.ts';
import type { TokenStatistics } from '../../../shared/data/statistics.ts';
import { quantileOf } from '../../../shared/data/steps/statistics.ts';
import type { TokensPreparation } from '../preparation/preparation.ts';
import type { PartRows } from '../split/split.ts';
import type { TextColumn } from '../tables/table.ts';
import { countOne, mostFrequent } from '../text/tokenizers/counts.ts';
import { openTokenizer } from '../text/tokenizers/tokenizer.ts';
import { unknownToken } from '../text/tokenizers/tokens.ts';
import { histogramOf } from './histogram.ts';

/** Texts that are looked at; of more, evenly spaced ones. */
const mostTexts = 10_000;
/** Unknown words that are named. */
const namedUnknowns = 5;

/** Tokens of a column of texts; null where it has none but empty ones. */
export function tokenStatistics(
  { values }: TextColumn,
  { tokenizer, sequenceLength, truncating }: TokensPreparation,
  rows: PartRows,
): TokenStatistics | null {
  const total = parts.reduce((sum, part) => sum + rows[part].length, 0);
  const step = Math.max(1, Math.ceil(total / mostTexts));
  const lengths: number[] = [];
  const unknown: Record<Part, number | null> = { train: null, validation: null, test: null };
  const named = new Map<string, { count: number }>();
  const { encode, unknowns } = openTokenizer(tokenizer);
  for (const part of parts) {
    let [seen, unseen] = [0, 0];
    for (let at = 0; at < rows[part].length; at += step) {
      const text = values.at(rows[part][at]!);
      if (text === '') continue;
      const tokens = encode(text);
      lengths.push(tokens.length);
      const start = truncating === 'pre' ? Math.max(0, tokens.length - sequenceLength) : 0;
      const kept = tokens.subarray(start, start + sequenceLength);
      seen += kept.length;
      for (const token of kept) if (token === unknownToken) unseen++;
      // Most texts have none, and are not parted a second time for it.
      if (tokens.includes(unknownToken)) for (const piece of unknowns(text)) countOne(named, piece);
    }
    if (seen > 0) unknown[part] = unseen / seen;
  }
  if (lengths.length === 0) return null;
  const sorted = Float64Array.from(lengths).sort();
  const [minimum, longest] = [sorted[0]!, sorted.at(-1)!];
  const percentile95 = Math.ceil(quantileOf(sorted, 0.95));
  // Beyond what is cut off and what is usual, only how many there are is of use.
  const roomy = Math.max(sequenceLength, percentile95) * 1.5;
  const shown = longest > roomy * 1.5 ? sorted.filter((length) => length <= roomy) : sorted;
  // Counts have limits that are numbers.
  const histogram = histogramOf(shown, { minimum, maximum: shown.at(-1)! }, 'numeric')!;
  return {
    texts: sorted.length,
    median: quantileOf(sorted, 0.5),
    percentile95,
    longest,
    sequenceLength,
    cut: sorted.reduce((count, length) => count + (length > sequenceLength ? 1 : 0), 0) / sorted.length,
    lengths: { ...histogram, above: histogram.above + sorted.length - shown.length },
    unknown,
    unknowns: mostFrequent(named, namedUnknowns).map(([piece]) => piece),
  };
}
