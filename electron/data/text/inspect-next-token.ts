import type { ColumnSummary, DatasetSummary } from '../../../shared/data/dataset.ts';
import type { DataDocument } from '../../../shared/data/document.ts';
import { noStatistics } from '../../../shared/data/statistics.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { listFeatures, listTargets } from '../preparation/preparation.ts';
import type { Reading } from '../reading.ts';
import { createRoom } from '../store/room.ts';
import { muchUnknown, warnAboutParts, warnAboutUnknown } from '../warnings/warnings.ts';
import { gatherAt, gatherBefore } from './next-token.ts';
import {
  type NextTokenSource,
  type NextTokenText,
  nextTarget,
  readNextTokens,
  textFeature,
  tokensOf,
} from './next-token-dataset.ts';
import { openPlainText } from './plain-text.ts';
import { fewRemarks } from './text-table.ts';
import { openTokenizer } from './tokenizers/tokenizer.ts';
import { unknownToken } from './tokenizers/tokens.ts';

type Found = Pick<DatasetSummary, 'rows' | 'columns' | 'features' | 'targets' | 'preview' | 'warnings'>;

/** Windows that are shown, and characters of each, from its end: the next token follows those. */
const shownWindows = 50;
const shownCharacters = 200;

/**
 * What the data panel shows of a text: its first windows, each with the token that comes next. What keeps it from being learned is among
 * the warnings; a text that cannot be read throws UserError.
 */
export async function inspectNextTokens(
  path: string,
  source: NextTokenSource,
  data: DataDocument,
  reading: Reading,
): Promise<Found> {
  const text = await openPlainText(path, reading);
  const remarks = fewRemarks([...text.skipped.map(({ reason }) => reason), ...text.warnings]);
  const room = createRoom();
  try {
    const read = await readNextTokens(text, source, data, { room, reading });
    const { rows, preparation } = read;
    const targets = listTargets(preparation);
    const all = rows.train.length + rows.validation.length + rows.test.length;
    return {
      rows: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
      columns: columnsOf(all, targets[0]!.classes!.length),
      features: listFeatures(preparation),
      targets,
      preview: previewOf(read, targets[0]!.classes!),
      warnings: [...remarks, ...warnAboutUnknownTokens(read), ...warnAboutParts([], rows)],
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const rows = { train: 0, validation: 0, test: 0 };
    return {
      rows,
      columns: columnsOf(0, 0),
      features: [],
      targets: [],
      preview: [],
      warnings: [error.words, ...remarks],
    };
  } finally {
    room.close();
  }
}

/** Windows as if they were a table of two columns, which they are to a model. */
function columnsOf(windows: number, tokens: number): ColumnSummary[] {
  const none = { missing: 0, minimum: null, maximum: null, mean: null, statistics: noStatistics };
  return [
    { name: textFeature, kind: 'text', role: 'input', distinct: windows, ...none },
    { name: nextTarget, kind: 'categorical', role: 'target', distinct: tokens, ...none },
  ];
}

function previewOf({ tokens, rows, preparation }: NextTokenText, names: readonly string[]): string[][] {
  const { sequenceLength: length, tokenizer } = tokensOf(preparation);
  const shown = rows.train.subarray(0, shownWindows);
  const { decode } = openTokenizer(tokenizer);
  const { data: before } = gatherBefore(tokens, length)(shown);
  const { data: next } = gatherAt(tokens)(shown);
  return Array.from(shown, (_, row) => {
    const window = decode(before.subarray(row * length, (row + 1) * length));
    const end = window.length > shownCharacters ? `…${window.slice(-shownCharacters)}` : window;
    return [end, names[next[row]!]!];
  });
}

function warnAboutUnknownTokens({ tokens, counts }: NextTokenText): Words[] {
  let unknown = 0;
  for (const { first, values } of tokens.blocks())
    for (let at = Math.max(0, counts.train - first); at < values.length; at++)
      if (values[at] === unknownToken) unknown++;
  const share = unknown / Math.max(1, counts.validation + counts.test);
  return share < muchUnknown ? [] : [warnAboutUnknown(textFeature, share)];
}
