import { type Part, parts } from '../../../shared/data/dataset.ts';
import type { Windows } from '../../../shared/data/document.ts';
import type { Stretches } from '../../../shared/data/stretches.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { PartRows } from '../split/split.ts';
import type { OrderedRows } from './ordered-rows.ts';

/** Rows that are looked at between two pauses. */
const rowsOfStretch = 65_536;

/** What windows are laid over. */
export interface WindowParts {
  readonly ordered: OrderedRows;
  readonly windows: Pick<Windows, 'length' | 'horizon' | 'stride'>;
  /** The rows of each part, whether a window tells of them or not. */
  readonly rows: PartRows;
  /** Whether a row has every target, so that a window can tell of it. */
  readonly isKnown: (row: number) => boolean;
  /** Whether a row can be in a window: it has every cell that a step wants. */
  readonly isWhole: (row: number) => boolean;
}

/**
 * The windows of a table by the rows that they tell of, each of which has one window: the `length` rows of its series that end `horizon`
 * rows before it. A window is of the part that the row it tells of is in, and is left out if one of its rows is in a later part: so the
 * model never learns from what it is judged by, while what is judged may look back at what was known by then. Throws UserError where the
 * training part has no window.
 */
export function* planRowWindows({ ordered, windows, rows, isKnown, isWhole }: WindowParts): Stretches<PartRows> {
  const { length, horizon, stride } = windows;
  const ranks = rankRows(ordered.rows.length, rows);
  const planned: Record<Part, number[]> = { train: [], validation: [], test: [] };
  for (let series = 0; series < ordered.names.length; series++) {
    const start = ordered.starts[series]!;
    const end = ordered.starts[series + 1]!;
    /** The last place so far that keeps a window away: of a row that is not whole, or in a part after each. */
    let unwhole = -1;
    const later = parts.map(() => -1);
    for (let last = start; last + horizon < end; last++) {
      if (last % rowsOfStretch === 0) yield;
      const row = ordered.rows[last]!;
      if (!isWhole(row)) unwhole = last;
      for (let rank = 0; rank < ranks[row]!; rank++) later[rank] = last;
      const first = last - length + 1;
      if (first < start || (first - start) % stride !== 0) continue;
      const told = ordered.rows[last + horizon]!;
      const rank = ranks[told]!;
      if (rank < 0 || unwhole >= first || later[rank]! >= first || !isKnown(told)) continue;
      planned[parts[rank]!].push(told);
    }
  }
  if (planned.train.length === 0) {
    // Not by Math.max of all: there may be more series than a function takes arguments.
    const longest = ordered.names.reduce(
      (most, _, at) => Math.max(most, ordered.starts[at + 1]! - ordered.starts[at]!),
      0,
    );
    throw new UserError(say(dataMessages['no-training-windows'], { expected: length + horizon, received: longest }));
  }
  const sorted = (part: Part) => Int32Array.from(planned[part]).sort();
  return { train: sorted('train'), validation: sorted('validation'), test: sorted('test') };
}

/** The place of each row's part among the parts; -1 for a row in none. */
function rankRows(count: number, rows: PartRows): Int8Array {
  const ranks = new Int8Array(count).fill(-1);
  for (const [rank, part] of parts.entries()) for (const row of rows[part]) ranks[row] = rank;
  return ranks;
}
