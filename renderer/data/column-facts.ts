import { type ColumnSummary, parts } from '../../shared/data/dataset.ts';
import type { Association } from '../../shared/data/statistics.ts';
import { inARow, text } from '../messages/text.ts';
import { showCell, showCount, showShare } from '../training/number-text.ts';
import { showValue } from './histogram-words.ts';
import { shareText } from './share-text.ts';

/** One thing that is known of a column. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly help?: string | undefined;
}

/** Different values are counted one by one up to here. */
const countedValues = 1_000_000;

/** What is known of a column in numbers. */
export function factsOf(column: ColumnSummary): Fact[] {
  const { missing, distinct, minimum, maximum, mean, kind, statistics } = column;
  const { present, categories, tokens, median, deviation } = statistics;
  const facts: Fact[] = [];
  const add = (label: string, value: string, help?: string) => facts.push({ label, value, help });
  add(text('columns.present'), showCount(present));
  add(text('columns.absent'), missing === 0 ? '0' : `${showCount(missing)} · ${shareText(missing, missing + present)}`);
  const counted = showCount(distinct);
  if (kind === 'categorical') add(text('columns.classes'), counted);
  else add(text('columns.distinct'), distinct >= countedValues ? text('columns.atLeast', { count: counted }) : counted);
  if (kind === 'numeric' && minimum !== null && maximum !== null) {
    add(text('columns.minimum'), showCell(minimum));
    add(text('columns.maximum'), showCell(maximum));
    if (mean !== null) add(text('columns.mean'), showCell(mean));
    if (median !== null) add(text('columns.median'), showCell(median));
    if (deviation !== null) add(text('columns.deviation'), showCell(deviation));
  }
  if (kind === 'date' && minimum !== null && maximum !== null) {
    add(text('columns.earliest'), showValue(minimum, 'date'));
    add(text('columns.latest'), showValue(maximum, 'date'));
    if (median !== null) add(text('columns.middle'), showValue(median, 'date'));
  }
  const [largest] = categories?.most ?? [];
  if (categories && largest) {
    const all = categories.most.reduce((sum, { rows }) => sum + rows, categories.others.rows);
    add(text('columns.largest'), shareText(largest.rows, all));
    const smallest = categories.most.at(-1)!;
    if (categories.others.categories === 0 && categories.most.length > 1)
      add(text('columns.largestTimes'), `${showCell(Number((largest.rows / smallest.rows).toPrecision(2)))} : 1`);
  }
  if (tokens) {
    add(text('columns.tokensMedian'), showCell(tokens.median));
    add(text('columns.tokens95'), showCount(tokens.percentile95));
    add(text('columns.tokensLongest'), showCount(tokens.longest));
    const cut = Math.round(tokens.cut * tokens.texts);
    add(text('columns.tokensCut', { length: showCount(tokens.sequenceLength) }), shareText(cut, tokens.texts));
    for (const part of parts) {
      const share = tokens.unknown[part];
      if (share !== null) add(text(`columns.unknown-${part}`), showShare(share), text('columns.unknownHelp'));
    }
    if (tokens.unknowns.length > 0) add(text('columns.unknowns'), tokens.unknowns.join(' · '));
  }
  return facts;
}

/** What has to be said of where the facts are from, and of what the chart does not show. */
export function noteOf({ kind, statistics: { sampled, present, tokens, histogram } }: ColumnSummary): string {
  const shown = tokens?.lengths ?? histogram;
  const beyond = shown ? shown.below + shown.above : 0;
  const notes = [
    ...(tokens && tokens.texts < present
      ? [text('columns.sampledTexts', { rows: showCount(tokens.texts) })]
      : sampled === null || kind === 'text'
        ? []
        : [text(kind === 'categorical' ? 'columns.sampledClasses' : 'columns.sampled', { rows: showCount(sampled) })]),
    ...(beyond === 0 ? [] : [text(beyond === 1 ? 'columns.beyondOne' : 'columns.beyond', { rows: showCount(beyond) })]),
  ];
  return notes.reduce((all, note) => (all === '' ? note : inARow(all, note)), '');
}

/** The columns that go with a target, the closest first: each by the measure that stands first for it. */
export function closestTo(
  target: string,
  columns: readonly ColumnSummary[],
): readonly { readonly column: string; readonly association: Association }[] {
  return columns
    .flatMap(({ name, statistics }) => {
      const association = statistics.associations.find((one) => one.target === target);
      return association ? [{ column: name, association }] : [];
    })
    .sort((a, b) => Math.abs(b.association.value) - Math.abs(a.association.value));
}

/** How closely things go together, in two digits and with the sign where there is one. */
export function showAssociation({ value }: Pick<Association, 'value'>): string {
  const shown = Math.abs(value).toFixed(2);
  return value < 0 && shown !== '0.00' ? `−${shown}` : shown;
}
