import type { Histogram } from '../../shared/data/statistics.ts';
import styles from './column-head.module.css';

interface SmallHistogramProps {
  readonly histogram: Histogram;
  /** Values from here on are cut off; 0 to 1 along the axis. */
  readonly cutPlace?: number | null;
}

/** Of the tallest bar. */
const height = 36;

/** A histogram of a finger's width, without axes: what it says in words stands elsewhere. */
export function SmallHistogram({ histogram: { counts }, cutPlace = null }: SmallHistogramProps) {
  const most = Math.max(1, ...counts);
  // Few bars are no blocks of colour.
  const wide = counts.length < 6 ? 0.5 : 0.86;
  const bars = counts
    .map((count, at) => {
      if (count === 0) return '';
      // One row among thousands still shows.
      const tall = Math.max(1.5, (count / most) * height);
      return `M${at + (1 - wide) / 2} ${height}v${-tall.toFixed(2)}h${wide}v${tall.toFixed(2)}z`;
    })
    .join('');
  return (
    <svg
      className={styles.histogram}
      viewBox={`0 0 ${counts.length} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={bars} />
      {cutPlace !== null && (
        <line x1={cutPlace * counts.length} x2={cutPlace * counts.length} y1="0" y2={height} className={styles.cut} />
      )}
    </svg>
  );
}
