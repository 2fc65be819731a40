/**
 * Some rows of one column on their way through the steps of preparation. Numbers lie row after row, `width` of them a row; NaN is none.
 * `missing` says 1 for a row whose cell was empty, where a step was told to keep that.
 */
export type Values = NumberValues | DateValues | CategoryValues | OneHotValues | IndexValues | TextValues;

export interface NumberValues {
  readonly kind: 'numbers';
  readonly width: number;
  readonly data: Float64Array;
  readonly missing: Float64Array | null;
}

/** Milliseconds since the beginning of 1970, in the time that is written; NaN is none. */
export interface DateValues {
  readonly kind: 'dates';
  readonly data: Float64Array;
  readonly missing: Float64Array | null;
}

/** Places in `categories`; -1 is none. */
export interface CategoryValues {
  readonly kind: 'categories';
  readonly codes: Int32Array;
  readonly categories: readonly string[];
  readonly missing: Float64Array | null;
}

/** A row of `width` numbers of which the one at its code is 1 and the others 0; none is 1 where the code is -1. */
export interface OneHotValues {
  readonly kind: 'one-hot';
  readonly width: number;
  readonly codes: Int32Array;
  readonly missing: Float64Array | null;
}

/** One whole number a row, from 0 to `count` less one. */
export interface IndexValues {
  readonly kind: 'index';
  readonly count: number;
  readonly codes: Int32Array;
}

/** '' is none. */
export interface TextValues {
  readonly kind: 'texts';
  readonly texts: readonly string[];
}

/** The values of a column in the training part as a step finds them, as often as it wants to go through them. */
export interface TrainingValues {
  readonly rows: number;
  chunks(): Iterable<Values>;
}

/** How many rows there are. */
export function rowsOf(values: Values): number {
  switch (values.kind) {
    case 'numbers':
      return values.data.length / values.width;
    case 'dates':
      return values.data.length;
    case 'texts':
      return values.texts.length;
    default:
      return values.codes.length;
  }
}
