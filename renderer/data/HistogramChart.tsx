import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { Histogram } from '../../shared/data/statistics.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { showCount, showTick } from '../training/number-text.ts';
import { linearAxis } from '../training/ticks.ts';
import styles from './histogram-chart.module.css';
import { axisOf, placeOf, showRange, type ValueKind } from './histogram-words.ts';
import { shareText } from './share-text.ts';

interface HistogramChartProps {
  readonly title: string;
  readonly histogram: Histogram;
  readonly kind: ValueKind;
  /** Whether the bars count only some of the rows: then shares are told, not counts. */
  readonly sampled: boolean;
  /** A line across the values, and what it says. */
  readonly cut?: { readonly at: number; readonly words: string } | undefined;
}

/** Around the bars: for the numbers at the left, the values below, and the highest label above. */
const plot = { left: 60, right: 12, top: 22, bottom: 22 };

const widestBar = 96;

/** How many rows have which values: bars with axes. Pointer and arrow keys read each range; a table has them all for screen readers. */
export function HistogramChart({ title, histogram, kind, sampled, cut }: HistogramChartProps) {
  const { ref, width, height } = useElementSize();
  const [read, setRead] = useState<number | null>(null);
  const { counts, below, above } = histogram;
  const all = counts.reduce((sum, count) => sum + count, below + above);
  const most = Math.max(...counts);
  const [plotWidth, plotHeight] = [width - plot.left - plot.right, height - plot.top - plot.bottom];
  const axis = linearAxis(0, most);
  const top = axis.domain[1];
  const binWidth = plotWidth / counts.length;
  const yOf = (count: number) => plot.top + plotHeight * (1 - count / top);
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const inside = event.clientX - event.currentTarget.getBoundingClientRect().left - plot.left;
    const at = Math.floor(inside / binWidth);
    setRead(at >= 0 && at < counts.length ? at : null);
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = {
      ArrowLeft: (read ?? counts.length) - 1,
      ArrowRight: (read ?? -1) + 1,
      Home: 0,
      End: counts.length - 1,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    setRead(Math.min(counts.length - 1, Math.max(0, next[event.key as keyof typeof next])));
  };
  const summary = {
    title,
    bins: counts.length,
    from: showRange(histogram, 0, kind),
    to: showRange(histogram, counts.length - 1, kind),
    rows: showCount(most),
    most: showRange(histogram, counts.indexOf(most), kind),
  };
  const cutPlace = cut ? placeOf(histogram, cut.at) : 2;
  const ticks = axisOf(histogram, kind);
  return (
    <>
      <div
        ref={ref}
        className={styles.chart}
        role="img"
        aria-label={cut ? text('columns.summaryCut', { ...summary, cut: cut.words }) : text('columns.summary', summary)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read each range
        tabIndex={0}
        onPointerMove={point}
        onPointerLeave={() => setRead(null)}
        onKeyDown={walk}
        onBlur={() => setRead(null)}
      >
        {plotWidth > 0 && plotHeight > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            {axis.ticks.filter(Number.isInteger).map((tick) => (
              <g key={tick}>
                <line x1={plot.left} x2={width - plot.right} y1={yOf(tick)} y2={yOf(tick)} className={styles.grid} />
                <text x={plot.left - 8} y={yOf(tick) + 4} textAnchor="end">
                  {showTick(tick)}
                </text>
              </g>
            ))}
            {counts.map((count, at) => {
              const tall = count === 0 ? 0 : Math.max(1.5, plotHeight * (count / top));
              const wide = Math.max(0.5, Math.min(binWidth - Math.min(2, binWidth * 0.14), widestBar));
              return (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: a range is known by its place
                  key={at}
                  className={styles.bar}
                  data-read={at === read || undefined}
                  x={plot.left + at * binWidth + (binWidth - wide) / 2}
                  y={plot.top + plotHeight - tall}
                  width={wide}
                  height={tall}
                />
              );
            })}
            <line x1={plot.left} x2={width - plot.right} y1={yOf(0)} y2={yOf(0)} className={styles.base} />
            <text x={plot.left - 8} y={11} textAnchor="end">
              {text(sampled ? 'columns.sampledRows' : 'columns.rowsColumn')}
            </text>
            {ticks.map(({ value, label }) => (
              <text
                key={value}
                x={plot.left + placeOf(histogram, value) * plotWidth}
                y={height - 6}
                textAnchor={anchorOf(placeOf(histogram, value))}
              >
                {label}
              </text>
            ))}
            {cut && cutPlace <= 1 && (
              <line
                x1={plot.left + cutPlace * plotWidth}
                x2={plot.left + cutPlace * plotWidth}
                y1={plot.top - 4}
                y2={plot.top + plotHeight}
                className={styles.cut}
              />
            )}
          </svg>
        )}
        <span className={styles.readout} aria-live="polite">
          {read !== null && (
            <b>
              {text(sampled ? 'columns.readoutSampled' : 'columns.readout', {
                range: showRange(histogram, read, kind),
                rows: showCount(counts[read]!),
                share: shareText(counts[read]!, all),
              })}
            </b>
          )}
        </span>
        {cut && read === null && (
          <span className={styles.cutWords} aria-hidden="true">
            {cut.words}
          </span>
        )}
      </div>
      <table className={parts.hidden}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{text('columns.rangeColumn')}</th>
            <th scope="col">{text('columns.rowsColumn')}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a range is known by its place
            <tr key={at}>
              <th scope="row">{showRange(histogram, at, kind)}</th>
              <td>{showCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Labels at the ends stay within the chart. */
function anchorOf(place: number): 'start' | 'middle' | 'end' {
  return place < 0.02 ? 'start' : place > 0.98 ? 'end' : 'middle';
}
