import { basename } from 'node:path';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';

/** Classes that are named in a line. */
const namedClasses = 10;

/** What a look at data found, as lines for a terminal. */
export function showData(source: string, summary: DatasetSummary): string[] {
  const { rows, columns, features, targets, warnings } = summary;
  const count = (number: number) => number.toLocaleString('en');
  const all = rows.train + rows.validation + rows.test;
  return [
    `${basename(source)}: ${count(all)} rows; train ${count(rows.train)}, validation ${count(rows.validation)}, test ${count(rows.test)}`,
    ...table(['Column', 'Kind', 'Role', 'Empty', 'Values'], columns.map(showColumn)),
    ...features.map(({ name, kind, shape }) => `input ${name}: ${kind}, shape (${shape.join(', ')})`),
    ...targets.map(({ name, classes }) => `target ${name}: ${classes === null ? 'a number' : showClasses(classes)}`),
    ...warnings.map((warning) => `warning: ${inEnglish(warning)}`),
  ];
}

function showColumn({ name, kind, role, missing, distinct, minimum, maximum, mean }: ColumnSummary): string[] {
  const short = (number: number | null) => String(Number(number!.toPrecision(4)));
  const values =
    minimum === null ? `${distinct} different` : `${short(minimum)} to ${short(maximum)}, mean ${short(mean)}`;
  return [name, kind, role, String(missing), values];
}

function showClasses(classes: readonly string[]): string {
  const named = classes.slice(0, namedClasses).join(', ');
  return `${classes.length} classes: ${named}${classes.length > namedClasses ? ', ...' : ''}`;
}

/** Lines of columns that stand under each other. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  return [titles, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}
