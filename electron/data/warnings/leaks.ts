import type { Column, TextColumn } from '../tables/table.ts';

/** A column that says the target nearly by itself. */
export interface Leak {
  readonly column: string;
  readonly target: string;
  /** How much of what can be told of the target it tells: 0 as nothing does, 1 all. */
  readonly power: number;
}

type ValueColumn = Exclude<Column, TextColumn>;

/** From here on a column is told: real measurements of something else hardly reach it. */
const leastPower = 0.98;
/** Training rows that are looked at, evenly spaced; fewer would say it by chance. */
const mostRows = 20_000;
const fewestRows = 40;
/** Cells that are looked at in all, so that a table of thousands of columns takes no longer. */
const mostCells = 10_000_000;
/** Pieces that the values of a column of numbers are parted into. */
const pieces = 32;

/**
 * Inputs that alone predict a target nearly perfectly: mostly what is known only once the answer is. Half of the training rows say how, the
 * others are asked: for classes the share of right answers, for numbers of squared deviation, that goes beyond always giving the most
 * frequent class or the mean. An identifier says nothing about the other half, and so is none.
 * Sources: Kaufman, Rosset, Perlich, Stitelman, "Leakage in Data Mining" (TKDD 2012), for what a leak is; the predictive power score of
 * ppscore (Wetschoreck, Krabel, Krishnamurthy, 2020), whose tree over one column is here the classes or straight lines of pieces of equal count.
 */
export function findLeaks(inputs: readonly Column[], targets: readonly Column[], trainRows: Int32Array): Leak[] {
  const columns = inputs.filter((column): column is ValueColumn => column.kind !== 'text');
  const rows = spread(trainRows, Math.min(mostRows, Math.floor(mostCells / Math.max(1, columns.length))));
  if (rows.length < fewestRows) return [];
  const leaks: Leak[] = [];
  for (const target of targets) {
    if (target.kind === 'text' || target.kind === 'date') continue;
    const answers = numbersOf(target, rows);
    for (const column of columns) {
      const places = piecesOf(column, rows);
      const power =
        target.kind === 'categorical'
          ? powerForClasses(places, answers)
          : powerForNumbers(places, column.kind === 'categorical' ? null : numbersOf(column, rows), answers);
      if (power >= leastPower) leaks.push({ column: column.name, target: target.name, power });
    }
  }
  return leaks;
}

function spread(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  return Int32Array.from({ length: most }, (_, at) => rows[Math.floor((at * rows.length) / most)]!);
}

function numbersOf({ values }: ValueColumn, rows: Int32Array): Float64Array {
  const numbers = new Float64Array(rows.length);
  values.gather(rows, numbers as never);
  return numbers;
}

/** Rows that are asked; the others say what is known. About every other, in no pattern that the order of a file could have too. */
const isAsked = (at: number) => ((Math.imul(at, 0x9e3779b1) >>> 16) & 1) === 1;

/** For each row a number that rows with the same, or nearly the same, value have too; empty cells have one of their own. */
function piecesOf(column: ValueColumn, rows: Int32Array): Int32Array {
  const values = numbersOf(column, rows);
  if (column.kind === 'categorical') return Int32Array.from(values, (code) => code + 1);
  const known = values.filter((value, at) => !isAsked(at) && !Number.isNaN(value)).sort();
  const borders = bordersOf(known);
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return 0;
    let piece = 0;
    while (piece < borders.length && value >= borders[piece]!) piece++;
    return piece + 1;
  });
}

/**
 * Where one piece of ascending values ends and the next begins: between two different values, as soon as the piece has its share. A value that
 * is there that often is a piece of its own, as a 0 among amounts.
 */
function bordersOf(known: Float64Array): number[] {
  const share = Math.max(1, Math.floor(known.length / pieces));
  const borders: number[] = [];
  let inPiece = 0;
  for (let from = 0; from < known.length; ) {
    let to = from;
    while (to < known.length && known[to] === known[from]) to++;
    const isOften = to - from >= share;
    if (from > 0 && (inPiece >= share || (isOften && inPiece > 0))) {
      borders.push((known[from - 1]! + known[from]!) / 2);
      inPiece = 0;
    }
    inPiece += to - from;
    from = to;
  }
  return borders;
}

/** The share of right answers beyond those of naming the most frequent class, of all there could be. */
function powerForClasses(places: Int32Array, classes: Float64Array): number {
  const counts = new Map<number, Map<number, number>>();
  const all = new Map<number, number>();
  places.forEach((place, at) => {
    if (isAsked(at)) return;
    const own = counts.get(place) ?? new Map<number, number>();
    counts.set(place, own);
    own.set(classes[at]!, (own.get(classes[at]!) ?? 0) + 1);
    all.set(classes[at]!, (all.get(classes[at]!) ?? 0) + 1);
  });
  const usual = mostFrequent(all);
  const answers = new Map([...counts].map(([place, own]) => [place, mostFrequent(own)]));
  let asked = 0;
  let right = 0;
  let usualRight = 0;
  places.forEach((place, at) => {
    if (!isAsked(at)) return;
    asked++;
    if ((answers.get(place) ?? usual) === classes[at]) right++;
    if (usual === classes[at]) usualRight++;
  });
  // With one class alone, or nearly, there is nothing to tell.
  return asked - usualRight < 5 ? 0 : (right - usualRight) / (asked - usualRight);
}

function mostFrequent(counts: ReadonlyMap<number, number>): number {
  let found = -1;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) [found, most] = [value, count];
  }
  return found;
}

/** The share of the squared deviation from the mean that lines through the pieces explain; means, where there are no numbers to draw them by. */
function powerForNumbers(places: Int32Array, values: Float64Array | null, answers: Float64Array): number {
  const sums = new Map<number, { n: number; x: number; y: number; xx: number; xy: number }>();
  let total = 0;
  let known = 0;
  // Sums of squares of values far from 0 would lose their digits.
  const centre = values === null ? 0 : (values.find((value) => !Number.isNaN(value)) ?? 0);
  const xOf = (at: number) => (values === null || Number.isNaN(values[at]!) ? 0 : values[at]! - centre);
  places.forEach((place, at) => {
    if (isAsked(at)) return;
    const sum = sums.get(place) ?? { n: 0, x: 0, y: 0, xx: 0, xy: 0 };
    sums.set(place, sum);
    const [x, y] = [xOf(at), answers[at]!];
    sum.n++;
    sum.x += x;
    sum.y += y;
    sum.xx += x * x;
    sum.xy += x * y;
    total += y;
    known++;
  });
  const mean = total / known;
  const lines = new Map(
    [...sums].map(([place, { n, x, y, xx, xy }]) => {
      const spreadOfX = xx - (x * x) / n;
      const slope = spreadOfX > 1e-9 * xx ? (xy - (x * y) / n) / spreadOfX : 0;
      return [place, { slope, start: (y - slope * x) / n }];
    }),
  );
  let left = 0;
  let all = 0;
  places.forEach((place, at) => {
    if (!isAsked(at)) return;
    const line = lines.get(place);
    const guess = line === undefined ? mean : line.start + line.slope * xOf(at);
    left += (answers[at]! - guess) ** 2;
    all += (answers[at]! - mean) ** 2;
  });
  return all === 0 ? 0 : 1 - left / all;
}
