import { useId } from 'react';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import { Associations } from './Associations.tsx';
import { CategoryBars } from './CategoryBars.tsx';
import { factsOf, noteOf } from './column-facts.ts';
import styles from './column-panel.module.css';
import { HistogramChart } from './HistogramChart.tsx';
import { kindGlyphs } from './kind-glyphs.ts';
import { shareText } from './share-text.ts';

interface ColumnPanelProps {
  readonly id: string;
  readonly column: ColumnSummary;
  readonly summary: DatasetSummary;
  /** Shows another column, by its name. */
  readonly onSelect: (name: string) => void;
  readonly onClose: () => void;
}

/** What is known of one column: its values as a chart, what they are in numbers, and how it goes with the targets. */
export function ColumnPanel({ id, column, summary, onSelect, onClose }: ColumnPanelProps) {
  const titleId = useId();
  const { columns } = summary;
  const at = columns.findIndex(({ name }) => name === column.name);
  const note = noteOf(column);
  return (
    <section
      id={id}
      className={styles.panel}
      aria-labelledby={titleId}
      // Before the tooltip of a button in it, which would keep the key for itself.
      onKeyDownCapture={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={styles.head}>
        <Glyph name={kindGlyphs[column.kind]} size={14} />
        <h2 id={titleId} className={parts.cut} title={column.name}>
          {column.name}
        </h2>
        <span className={`${parts.tiny} ${parts.quiet} ${parts.grow} ${parts.cut}`}>{note}</span>
        <IconButton
          glyph="left"
          label={text('columns.previous')}
          disabled={at <= 0}
          onClick={() => onSelect(columns[at - 1]!.name)}
        />
        <IconButton
          glyph="right"
          label={text('columns.next')}
          disabled={at >= columns.length - 1}
          onClick={() => onSelect(columns[at + 1]!.name)}
        />
        <IconButton glyph="close" label={text('columns.close')} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <div className={styles.chart}>
          <Chart column={column} />
        </div>
        <div className={styles.facts}>
          <dl>
            {factsOf(column).map(({ label, value, help }) => (
              <div key={label} className={parts.pair} title={help}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <Associations column={column} summary={summary} onSelect={onSelect} />
      </div>
    </section>
  );
}

function Chart({ column }: { readonly column: ColumnSummary }) {
  const { name, kind, statistics } = column;
  const { histogram, categories, tokens } = statistics;
  if (categories) return <CategoryBars name={name} categories={categories} />;
  if (tokens) {
    const { sequenceLength: length, cut, texts } = tokens;
    const words =
      cut === 0
        ? text('columns.cutNone', { length: showCount(length) })
        : text('columns.cutAt', { length: showCount(length), share: shareText(cut * texts, texts) });
    return (
      <HistogramChart
        title={text('columns.lengths', { column: name })}
        histogram={tokens.lengths}
        kind="numeric"
        sampled={tokens.texts < statistics.present}
        cut={{ at: length, words }}
      />
    );
  }
  if (histogram && (kind === 'numeric' || kind === 'date'))
    return (
      <HistogramChart
        title={text('columns.histogram', { column: name })}
        histogram={histogram}
        kind={kind}
        sampled={statistics.sampled !== null}
      />
    );
  return <p className={styles.none}>{text(kind === 'text' ? 'columns.noTokens' : 'columns.noValues')}</p>;
}
