import type { ColumnSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { showCell, showCount } from '../training/number-text.ts';
import styles from './column-head.module.css';
import { placeOf, showValue } from './histogram-words.ts';
import { SmallHistogram } from './SmallHistogram.tsx';
import { shareText, wholeShareText } from './share-text.ts';

/** Categories that have a bar in the head of a column. */
const shownCategories = 3;

/** What the values of a column are, small, under its name: as high while it is not known yet, so that nothing moves when it comes. */
export function ColumnHead({ column }: { readonly column: ColumnSummary | null }) {
  return (
    <div className={styles.head}>
      <div className={styles.chart}>{column ? <Chart column={column} /> : <i className={styles.unknown} />}</div>
      <div className={styles.line} title={column ? factsOf(column) : undefined}>
        {column ? factsOf(column) : ''}
      </div>
      <div className={styles.missing}>
        {column && column.missing > 0
          ? text('columns.missing', {
              rows: showCount(column.missing),
              share: shareText(column.missing, column.missing + column.statistics.present),
            })
          : ''}
      </div>
    </div>
  );
}

function Chart({ column: { kind, statistics } }: { readonly column: ColumnSummary }) {
  const { histogram, categories, tokens } = statistics;
  if (categories) {
    const most = Math.max(1, categories.most[0]?.rows ?? 1);
    const all = categories.most.reduce((sum, { rows }) => sum + rows, categories.others.rows);
    return (
      <div className={styles.classes}>
        {categories.most.slice(0, shownCategories).map(({ name, rows }) => (
          <div key={name}>
            <i style={{ width: `${(rows / most) * 100}%` }} />
            <span className={parts.cut} title={name}>
              {name}
            </span>
            <em>{wholeShareText(rows, all)}</em>
          </div>
        ))}
      </div>
    );
  }
  if (tokens) {
    const { lengths, sequenceLength } = tokens;
    const place = placeOf(lengths, sequenceLength);
    return <SmallHistogram histogram={lengths} cutPlace={place < 1 ? place : null} />;
  }
  return histogram && kind !== 'text' ? <SmallHistogram histogram={histogram} /> : null;
}

/** From here on the months of a time say enough; days and times are in the panel. */
const manyDays = 60 * 86_400_000;

/** The line under the chart. */
function factsOf({ kind, distinct, minimum, maximum, statistics }: ColumnSummary): string {
  // The tokens that can come next are too many for bars.
  if (kind === 'categorical' && statistics.categories === null)
    return distinct === 0 ? text('columns.noValues') : text('data.distinct', { distinct: showCount(distinct) });
  if (kind === 'categorical') {
    const more = distinct - Math.min(distinct, shownCategories);
    return more === 0 ? '' : text(more === 1 ? 'columns.otherOne' : 'columns.others', { count: showCount(more) });
  }
  if (kind === 'text') {
    const { tokens } = statistics;
    return tokens
      ? text('columns.tokensInMiddle', { median: showCell(tokens.median) })
      : text('data.distinct', { distinct: showCount(distinct) });
  }
  if (minimum === null || maximum === null) return text('columns.noValues');
  const [from, to] =
    kind === 'date'
      ? [minimum, maximum].map((time) => showValue(time, 'date').slice(0, maximum - minimum > manyDays ? 7 : 10))
      : [showCell(minimum), showCell(maximum)];
  return from === to ? from! : text('columns.range', { from: from!, to: to! });
}
