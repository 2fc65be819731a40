import { basename } from 'node:path';
import { balanceOf } from '../../shared/data/class-balance.ts';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import type { AssociationMeasure } from '../../shared/data/statistics.ts';
import { inEnglish, type Words } from '../../shared/messages/sentence.ts';

/** Characters of a category that are shown. */
const longestName = 24;
/** Classes that are named in a line. */
const namedClasses = 10;

/** What a look at data found, as lines for a terminal. */
export function showData(source: string, summary: DatasetSummary): string[] {
  const { rows, columns, features, targets, sheets, warnings } = summary;
  const count = (number: number) => number.toLocaleString('en');
  const all = rows.train + rows.validation + rows.test;
  return [
    `${basename(source)}: ${count(all)} rows; train ${count(rows.train)}, validation ${count(rows.validation)}, test ${count(rows.test)}`,
    ...(sheets && sheets.all.length > 1 ? [`sheet ${sheets.read}, of ${sheets.all.join(', ')}`] : []),
    ...table(['Column', 'Kind', 'Role', 'Empty', 'Values', 'Goes with'], columns.map(showColumn)),
    ...noteSample(columns),
    ...features.map(({ name, kind, shape }) => `input ${name}: ${kind}, shape (${shape.join(', ')})`),
    ...targets.map(({ name, classes }) => `target ${name}: ${classes === null ? 'a number' : showClasses(classes)}`),
    ...showBalance(summary),
    ...showWarnings(warnings),
  ];
}

/** Warnings of one kind, as of each broken image, that are shown. */
const mostOfKind = 20;

/** A line for each warning; of hundreds that say the same of one file or column after the other, one for the rest. */
export function showWarnings(warnings: readonly Words[]): string[] {
  const kindOf = (warning: Words) => (typeof warning === 'string' ? warning : warning.key);
  const said = new Map<string, number>();
  return warnings.flatMap((warning) => {
    const kind = kindOf(warning);
    const before = said.get(kind) ?? 0;
    said.set(kind, before + 1);
    if (before > mostOfKind) return [];
    const rest = before < mostOfKind ? 0 : warnings.filter((one) => kindOf(one) === kind).length - mostOfKind;
    // A line that says that there is one more would take the place of that one.
    return [rest > 1 ? `warning: and ${rest} more like the one before` : `warning: ${inEnglish(warning)}`];
  });
}

/** Classes that are listed where each is in every part. */
const listedClasses = 20;

/** Rows of each class in each part. */
function showBalance(summary: DatasetSummary): string[] {
  const { parts, listed, more } = balanceOf(summary, listedClasses);
  if (listed.length === 0) return [];
  const rows = listed.map(({ name, parts: counts }) => [cutName(name), ...parts.map((part) => String(counts[part]))]);
  return [
    ...table(['Class', ...parts.map((part) => `In ${part}`)], rows),
    ...(more > 0 ? [`and ${more} more classes, each in every part`] : []),
  ];
}

function cutName(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

/** Where not all rows were looked at for everything. */
function noteSample(columns: readonly ColumnSummary[]): string[] {
  const sampled = columns.find(({ statistics }) => statistics.sampled !== null)?.statistics.sampled;
  if (sampled == null) return [];
  return [`Medians and what goes with the target are from ${sampled.toLocaleString('en')} evenly spaced rows.`];
}

function showColumn(column: ColumnSummary): string[] {
  const { name, kind, role, missing, statistics } = column;
  const rows = missing + statistics.present;
  const empty = missing === 0 ? '0' : `${missing} (${showShare(missing / rows)})`;
  return [name, kind, role, empty, showValues(column), showAssociations(column)];
}

function showValues({ kind, distinct, minimum, maximum, mean, statistics }: ColumnSummary): string {
  const { categories, tokens, median, deviation } = statistics;
  const short = (number: number) => String(Number(number.toPrecision(4)));
  if (minimum !== null && maximum !== null) {
    if (kind === 'date') return `${showDate(minimum)} to ${showDate(maximum)}`;
    // Of arrays less is known than of columns of a table.
    const others = { mean, median, deviation };
    const known = Object.entries(others).flatMap(([name, value]) =>
      value === null ? [] : [`, ${name} ${short(value)}`],
    );
    return `${short(minimum)} to ${short(maximum)}${known.join('')}`;
  }
  const [most] = categories?.most ?? [];
  if (most !== undefined)
    return `${distinct} different, ${showShare(most.rows / statistics.present)} "${cutName(most.name)}"`;
  if (tokens === null) return `${distinct} different`;
  const unknown = Math.max(tokens.unknown.validation ?? 0, tokens.unknown.test ?? 0);
  return `tokens: median ${tokens.median}, longest ${tokens.longest}, ${showShare(tokens.cut)} cut after ${tokens.sequenceLength}, ${showShare(unknown)} unknown when held out`;
}

/** How a column goes with each target, by the measure that stands first for it. */
function showAssociations({ statistics: { associations } }: ColumnSummary): string {
  const firsts = associations.filter(({ target }, at) => associations.findIndex((one) => one.target === target) === at);
  return firsts
    .map(({ target, measure, value }) => `${measureNames[measure]} ${value.toFixed(2)} with ${target}`)
    .join(', ');
}

const measureNames: Readonly<Record<AssociationMeasure, string>> = {
  pearson: 'r',
  spearman: 'rho',
  'correlation-ratio': 'eta',
  'cramers-v': 'V',
};

function showShare(share: number): string {
  return share > 0 && share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/** The day, and the time where there is one. */
function showDate(milliseconds: number): string {
  const written = new Date(milliseconds).toISOString();
  return written.endsWith('T00:00:00.000Z') ? written.slice(0, 10) : written.slice(0, 16).replace('T', ' ');
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
