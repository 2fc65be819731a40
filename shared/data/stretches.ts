/** How much of some work is done, of how much. */
export interface Done {
  readonly done: number;
  readonly of: number;
}

/**
 * Long work in stretches of a few milliseconds, between which whoever does it can let others have their turn, or give it up. What it
 * yields says how far it is, where that is known.
 */
export type Stretches<Result> = Generator<Done | undefined, Result, void>;

/** Does all of some work without a pause. */
export function doAtOnce<Result>(work: Stretches<Result>): Result {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** Rows of a stretch of simple work. */
const rowsOfStretch = 131_072;

/** Simple work on so many rows, some of them at a time. */
export function* inStretches(rows: number, work: (from: number, to: number) => void): Stretches<void> {
  for (let from = 0; from < rows; from += rowsOfStretch) {
    work(from, Math.min(rows, from + rowsOfStretch));
    yield;
  }
}
