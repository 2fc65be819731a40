import type { Cell } from './sheet-table.ts';

/** Rows that a sum is of at least, and by how much it is more than the largest of them: less is met by chance. */
const rowsOfSum = 5;
const timesOfSum = 2;
/** Sums that were typed, or added up in another order, differ by so much of themselves. */
const toleranceOfSum = 1e-6;

/**
 * How many rows below the header are of the table. What stands below is no part of it: after an empty row, rows with at most half of the values that most rows
 * have, such as remarks; and a last row with the sums of its columns, which as one more row would be far larger than all others. `counts` are the values of the rows, `usual` how many most have.
 */
export function endOfTable(body: readonly (readonly Cell[])[], counts: readonly number[], usual: number): number {
  let end = withoutEmpty(counts, counts.length);
  for (let blank = counts.lastIndexOf(0, end - 1); blank > 0; blank = counts.lastIndexOf(0, end - 1)) {
    if (counts.slice(blank + 1, end).some((count) => count * 2 > usual)) break;
    end = withoutEmpty(counts, blank);
  }
  // A table is more than what stands below it.
  if (end * 2 < counts.length) end = withoutEmpty(counts, counts.length);
  const last = withoutEmpty(counts, end - 1);
  return isSum(body.slice(0, last), body[end - 1]!) ? last : end;
}

/** Rows up to a place, without empty ones at their end. */
function withoutEmpty(counts: readonly number[], end: number): number {
  let rows = end;
  while (rows > 0 && counts[rows - 1] === 0) rows--;
  return rows;
}

/** Whether a row sums up those above in a column, and in half of the columns where it has a number: means and the like may stand beside sums. */
function isSum(rows: readonly (readonly Cell[])[], last: readonly Cell[]): boolean {
  if (rows.length < rowsOfSum) return false;
  const numbers = [...last.keys()].filter((at) => typeof last[at] === 'number');
  const sums = numbers.filter((at) => {
    const values = rows.map((row) => row[at]).filter((cell) => typeof cell === 'number');
    const [sum, most] = values.reduce<[number, number]>(
      ([sum, most], value) => [sum + value, Math.max(most, Math.abs(value))],
      [0, 0],
    );
    return (
      values.length >= rowsOfSum &&
      Math.abs(sum) > most * timesOfSum &&
      Math.abs(sum - (last[at] as number)) <= Math.abs(sum) * toleranceOfSum
    );
  });
  return sums.length > 0 && sums.length * 2 >= numbers.length;
}
