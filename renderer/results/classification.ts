import type { Prediction } from '../../shared/ipc/runs.ts';

/** One judged row of a class target. */
export interface Judged {
  readonly row: number;
  /** Class numbers. */
  readonly truth: number;
  readonly predicted: number;
  /** How sure the network was of its answer, 0 to 1. */
  readonly sureness: number;
}

/** What predictions on held-out rows say of a class target. */
export interface Classification {
  /** Class names in the order of their numbers. */
  readonly classes: readonly string[];
  readonly rows: readonly Judged[];
  readonly right: number;
  /** counts[truth][predicted]; of very many classes those without rows have an empty list. */
  readonly counts: readonly (readonly number[])[];
}

/** A pair of classes taken for another, with how often. */
export interface Confusion {
  readonly truth: number;
  readonly predicted: number;
  readonly rows: number;
}

const softmax = (scores: readonly number[]): readonly number[] => {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

/** Whether answers are probabilities already, or scores that a softmax or a sigmoid still has to turn into them. */
export function areProbabilities(answers: readonly (readonly number[])[]): boolean {
  return answers.every((answer) => {
    if (answer.some((value) => value < 0 || value > 1)) return false;
    return answer.length === 1 || Math.abs(answer.reduce((sum, value) => sum + value, 0) - 1) < 1e-3;
  });
}

/** The probabilities of all classes from one answer; one number is the probability of class 1 of two. */
export function probabilitiesOf(answer: readonly number[], ready: boolean): readonly number[] {
  if (answer.length === 1) {
    const value = answer[0]!;
    const one = ready ? value : 1 / (1 + Math.exp(-value));
    return [1 - one, one];
  }
  return ready ? answer : softmax(answer);
}

/** The class number an answer stands for; of equal ones the first, as in Keras: one half is not yet class 1. */
export function likeliest(probabilities: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < probabilities.length; index++)
    if (probabilities[index]! > probabilities[best]!) best = index;
  return best;
}

/**
 * Judges the answers of one Output. Classes are called as the predictions call them; those never said are called as in `known`, the
 * class names of the data, else by their number. Rows without a right answer are left out.
 */
export function classify(predictions: readonly Prediction[], known: readonly string[] | null): Classification {
  const ready = areProbabilities(predictions.map(({ prediction }) => prediction));
  const names = new Map<number, string>();
  const rows: Judged[] = [];
  let size = known?.length ?? 0;
  let right = 0;
  for (const { row, prediction, target, label } of predictions) {
    const probabilities = probabilitiesOf(prediction, ready);
    const predicted = likeliest(probabilities);
    if (label !== null) names.set(predicted, label);
    size = Math.max(size, probabilities.length, (target ?? 0) + 1);
    if (target === null) continue;
    rows.push({ row, truth: target, predicted, sureness: probabilities[predicted]! });
    if (target === predicted) right += 1;
  }
  const counts = countPairs(rows, size);
  const classes = Array.from({ length: size }, (_, index) => names.get(index) ?? known?.[index] ?? String(index));
  return { classes, rows, right, counts };
}

/** From here on a table of all pairs would be too large, as of the tokens of a vocabulary. */
const manyClasses = 1000;

function countPairs(rows: readonly Judged[], size: number): number[][] {
  const rowOf = () => new Array<number>(size).fill(0);
  const counts = Array.from({ length: size }, () => (size < manyClasses ? rowOf() : []));
  for (const { truth, predicted } of rows) {
    if (counts[truth]!.length === 0) counts[truth] = rowOf();
    counts[truth]![predicted]! += 1;
  }
  return counts;
}

/** Share of a class's rows that were found; null for a class without rows. */
export function recallOf({ counts }: Classification, index: number): number | null {
  const row = counts[index]!;
  const all = row.reduce((sum, count) => sum + count, 0);
  return all === 0 ? null : row[index]! / all;
}

/** The class found worst, of those that have rows. */
export function lowestRecall(
  classification: Classification,
): { readonly index: number; readonly recall: number } | null {
  let lowest: { index: number; recall: number } | null = null;
  for (let index = 0; index < classification.classes.length; index++) {
    const recall = recallOf(classification, index);
    if (recall !== null && (lowest === null || recall < lowest.recall)) lowest = { index, recall };
  }
  return lowest;
}

/** Pairs of classes by how often one was taken for the other. */
export function mostConfused({ counts }: Classification, most: number): readonly Confusion[] {
  const pairs: Confusion[] = [];
  counts.forEach((row, truth) => {
    row.forEach((rows, predicted) => {
      if (truth !== predicted && rows > 0) pairs.push({ truth, predicted, rows });
    });
  });
  return pairs.sort((a, b) => b.rows - a.rows || a.truth - b.truth || a.predicted - b.predicted).slice(0, most);
}

/** Wrong rows, the surest first; of one pair of classes, or of all. */
export function mistakes({ rows }: Classification, of: { truth: number; predicted: number } | null): readonly Judged[] {
  return rows
    .filter((row) => row.truth !== row.predicted && (!of || (row.truth === of.truth && row.predicted === of.predicted)))
    .sort((a, b) => b.sureness - a.sureness || a.row - b.row);
}

/** The name of a tint: a token of the theme. */
export type Heat = 'heat-0' | `heat-${1 | 2 | 3 | 4}` | `heat-miss-${1 | 2 | 3}`;

/** How deep each cell is tinted: right answers by the fullest cell of the diagonal, mistakes by the most frequent one. */
export function heatOf({ counts }: Classification): readonly (readonly Heat[])[] {
  let fullest = 0;
  let most = 0;
  counts.forEach((row, truth) => {
    row.forEach((count, predicted) => {
      if (truth === predicted) fullest = Math.max(fullest, count);
      else most = Math.max(most, count);
    });
  });
  return counts.map((row, truth) =>
    row.map((count, predicted): Heat => {
      if (count === 0) return 'heat-0';
      if (truth === predicted) return `heat-${Math.ceil((count / fullest) * 4) as 1 | 2 | 3 | 4}`;
      return `heat-miss-${Math.ceil((count / most) * 3) as 1 | 2 | 3}`;
    }),
  );
}

/**
 * The interval that holds the true share with 95 % when `right` of `all` independent rows were right.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference" (JASA 22, 1927).
 */
export function wilsonInterval(right: number, all: number): readonly [number, number] {
  if (all === 0) return [0, 1];
  const z = 1.959964;
  const share = right / all;
  const denominator = 1 + (z * z) / all;
  const centre = (share + (z * z) / (2 * all)) / denominator;
  const half = (z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))) / denominator;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
