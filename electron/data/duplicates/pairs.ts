import { setImmediate } from 'node:timers/promises';
import type { Reading } from '../reading.ts';

/** A row that repeats an earlier one. */
export interface DuplicatePair {
  /** The earlier row, by its number in the order the rows came. */
  readonly first: number;
  readonly second: number;
  /** 1 for the same, 0 for nothing in common. */
  readonly similarity: number;
}

/**
 * What a search for duplicates found. Each row is the second of one pair at most: with the first row that is the same in all that is
 * compared, else with the first that it is alike. So there are never more pairs than rows, not even where all are the same; rows that
 * are alike in a chain are joined by following the pairs.
 */
export interface Duplicates {
  /** The first of the pairs, in the order of their second rows; at most as many as were asked for. */
  readonly pairs: readonly DuplicatePair[];
  /** All pairs: the rows that could be left out. */
  readonly count: number;
  /** Rows that were not compared with all that they might be alike, as there were too many. */
  readonly unfinished: number;
}

/** What comes one after the other, held in memory or not. */
export type Stream<Item> = Iterable<Item> | AsyncIterable<Item>;

/** Collects pairs up to a limit, and counts the others. */
export class PairCollector {
  readonly #limit: number;
  readonly #pairs: DuplicatePair[] = [];
  #count = 0;
  #unfinished = 0;

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 0) {
      throw new RangeError(`The limit of pairs is a whole number of at least 0. Received: ${limit}`);
    }
    this.#limit = limit;
  }

  add(first: number, second: number, similarity: number): void {
    if (this.#count++ < this.#limit) this.#pairs.push({ first, second, similarity });
  }

  addUnfinished(): void {
    this.#unfinished++;
  }

  take(): Duplicates {
    return { pairs: this.#pairs, count: this.#count, unfinished: this.#unfinished };
  }
}

/** How long rows are gone through before others get their turn, such as one that ends the reading; in milliseconds, and in rows of no weight. */
const longestTurn = 10;
const mostOfTurn = 1024;

/** Goes through rows with their numbers. Rejects when the reading is ended. */
export async function eachRow<Item>(
  rows: Stream<Item>,
  { signal }: Pick<Reading, 'signal'>,
  take: (item: Item, row: number) => void,
): Promise<void> {
  let row = 0;
  let turnEnds = 0;
  for await (const item of rows) {
    if (row % mostOfTurn === 0 || performance.now() > turnEnds) {
      await setImmediate();
      signal.throwIfAborted();
      turnEnds = performance.now() + longestTurn;
    }
    take(item, row++);
  }
}
