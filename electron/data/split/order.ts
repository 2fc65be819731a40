import { createRandom } from '../../../shared/training/random.ts';
import { pickRows } from '../rows.ts';
import { blockLength } from '../store/numbers.ts';
import type { Column } from '../tables/table.ts';

/** How far rows may be mixed so that those of a batch are at hand. */
export interface ShuffleWindow {
  /** Rows of the source that are next to each other in a file. */
  readonly block: number;
  /** Blocks that are at hand at the same time. */
  readonly blocks: number;
}

/**
 * Rows, which rise, in a random order, the same for the same seed. Within a window, for data that does not fit into memory: the
 * blocks of the source come in a random order, and the rows of as many blocks as are at hand are mixed with each other. So every
 * batch has rows from all over the source, and each block is read once.
 */
export function shuffleRows(rows: Int32Array, seed: number, window: ShuffleWindow | null): Int32Array {
  const random = createRandom(seed);
  if (window === null) return pickRows(rows, random.permutation(rows.length));
  const blocks = blocksOf(rows, window.block);
  const order = random.permutation(blocks.length);
  const shuffled = new Int32Array(rows.length);
  let filled = 0;
  for (let from = 0; from < order.length; from += window.blocks) {
    const start = filled;
    for (const place of order.subarray(from, from + window.blocks)) {
      shuffled.set(blocks[place]!, filled);
      filled += blocks[place]!.length;
    }
    const mixed = shuffled.slice(start, filled);
    shuffled.set(pickRows(mixed, random.permutation(mixed.length)), start);
  }
  return shuffled;
}

/** The rows of each block of the source that has any. */
function blocksOf(rows: Int32Array, block: number): Int32Array[] {
  const found: Int32Array[] = [];
  for (let start = 0; start < rows.length; ) {
    const end = (Math.floor(rows[start]! / block) + 1) * block;
    let stop = start;
    while (stop < rows.length && rows[stop]! < end) stop++;
    found.push(rows.subarray(start, stop));
    start = stop;
  }
  return found;
}

/** What batches are made of, as it lies in a room. */
export interface StoredRows {
  /** By the numbers that batches ask for them with. */
  readonly rows: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Rows whose values are next to each other in a file. */
  readonly block: number;
}

/** The window where so many bytes are at hand, half of them for the window that comes next; null where that is all there is. */
export function windowFor(memory: number, { rows, bytes, block }: StoredRows): ShuffleWindow | null {
  if (bytes <= memory) return null;
  return { block, blocks: Math.max(1, Math.floor((memory / 2 / bytes) * (rows / block))) };
}

/**
 * The rows of columns and of the tokens of their texts, which take so many bytes together. Of texts, batches take the tokens alone. A block of
 * tokens has those of few rows: rows are mixed by those blocks where tokens are the most of a row, else by those of columns.
 */
export function storedRows(
  columns: readonly Pick<Column, 'kind' | 'values'>[],
  bytes: { readonly columns: number; readonly tokens: number },
): StoredRows {
  const { tokens } = bytes;
  const rows = columns[0]!.values.length;
  const others = columns.reduce((left, { values }) => left - ('bytes' in values ? values.bytes : 0), bytes.columns);
  const bytesOfBlock = blockLength * Int32Array.BYTES_PER_ELEMENT;
  const block = tokens > others ? Math.max(1, Math.floor(bytesOfBlock / (tokens / rows))) : blockLength;
  return { rows, bytes: others + tokens, block: Math.min(block, blockLength) };
}
