import type { ColumnSummary } from '../../shared/data/dataset.ts';
import type { ColumnKind, ColumnRole, DataDocument, DataSource } from '../../shared/data/document.ts';
import type { Step } from '../../shared/data/steps/index.ts';

/** How numbers are brought to one size. */
export type ScaleMethod = Extract<Step, { readonly step: 'scale' }>['method'];

/** The data document for another source: its columns are looked at anew, split and preparation stay. */
export function withSource(data: DataDocument, source: DataSource): DataDocument {
  return { ...data, source, columns: {} };
}

/** The data document with one column's kind or role set; the other keeps what it is. */
export function withColumn(
  data: DataDocument,
  column: Pick<ColumnSummary, 'name' | 'kind' | 'role'>,
  change: { readonly kind?: ColumnKind; readonly role?: ColumnRole },
): DataDocument {
  const setting = { kind: column.kind, role: column.role, ...change };
  return { ...data, columns: { ...data.columns, [column.name]: setting } };
}

/** Steps with the scaling of all columns set; null scales nothing. */
export function withScaling(steps: readonly Step[], method: ScaleMethod | null): readonly Step[] {
  const at = steps.findIndex(({ step }) => step === 'scale');
  if (method === null) return steps.filter((_, index) => index !== at);
  if (at >= 0) return steps.map((step, index) => (index === at && step.step === 'scale' ? { ...step, method } : step));
  // After what fills empty cells and makes numbers of dates.
  const after = Math.max(
    ...['impute', 'date-parts', 'log'].map((name) => steps.findLastIndex(({ step }) => step === name)),
  );
  return steps.toSpliced(after + 1, 0, { step: 'scale', columns: null, method });
}

/** Steps with what is set for the first that makes tokens of texts. */
export function withTokens(
  steps: readonly Step[],
  change: { readonly vocabularySize?: number; readonly sequenceLength?: number },
): readonly Step[] {
  const at = steps.findIndex(({ step }) => step === 'tokenize');
  return steps.map((step, index) => (index === at && step.step === 'tokenize' ? { ...step, ...change } : step));
}

/** Most of the rows that validation and test may take together. */
export const mostHeldOut = 0.9;

/**
 * The data document with a share of the split set; too large a one takes what is left. Shares of all rows are rounded to whole
 * percents, those of an official test part to ten-thousandths, as they are set by rows.
 */
export function withShare(
  data: DataDocument,
  part: 'validation' | 'test',
  share: number,
  testIsOfficial: boolean,
): DataDocument {
  const other = testIsOfficial ? 0 : data.split[part === 'validation' ? 'test' : 'validation'];
  const most = Math.max(0, mostHeldOut - other);
  const steps = testIsOfficial ? 10_000 : 100;
  const rounded = Math.round(Math.min(Math.max(0, share), most) * steps) / steps;
  return { ...data, split: { ...data.split, [part]: rounded } };
}

/** Whether the data has an official test part, so that only validation is a choice. */
export function testIsOfficial({ kind }: DataSource): boolean {
  return kind === 'mnist';
}

/** A source that ships with the app. */
export interface BuiltInSource {
  readonly key: 'mnist' | 'spam' | 'diabetes';
  readonly glyph: 'image' | 'mail' | 'table';
  readonly source: DataSource;
}

/** The sources that ship with the app, in the order of the list. */
export const builtInSources: readonly BuiltInSource[] = [
  { key: 'mnist', glyph: 'image', source: { kind: 'mnist' } },
  { key: 'spam', glyph: 'mail', source: { kind: 'spam-assassin' } },
  { key: 'diabetes', glyph: 'table', source: { kind: 'sample-table', file: 'diabetes.csv' } },
];

/** Whether two sources are the same. */
export function isSameSource(one: DataSource, other: DataSource): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
