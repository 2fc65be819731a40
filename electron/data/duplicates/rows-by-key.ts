const noRows: readonly number[] = [];

/** Rows by a key, each in the order they came. */
export class RowsByKey {
  // A number for the many keys that one row has: a list for each takes ten times the room.
  readonly #rows = new Map<number, number | number[]>();

  /** The rows of a key. */
  of(key: number): readonly number[] {
    const known = this.#rows.get(key);
    return known === undefined ? noRows : typeof known === 'number' ? [known] : known;
  }

  add(key: number, row: number): void {
    const known = this.#rows.get(key);
    if (known === undefined) this.#rows.set(key, row);
    else if (typeof known === 'number') this.#rows.set(key, [known, row]);
    else known.push(row);
  }
}
