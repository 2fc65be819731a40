import type { CategoryCounts } from '../../shared/data/statistics.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import styles from './column-panel.module.css';
import { shareText } from './share-text.ts';

/** How many rows each of the most frequent categories has, and all others together. */
export function CategoryBars({ name, categories }: { readonly name: string; readonly categories: CategoryCounts }) {
  const { most, others } = categories;
  const all = most.reduce((sum, { rows }) => sum + rows, others.rows);
  const largest = Math.max(1, others.rows, ...most.map(({ rows }) => rows));
  if (most.length === 0) return <p className={styles.none}>{text('columns.noValues')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text('columns.counts', { column: name })}>
      <ul className={styles.bars}>
        {most.map((one) => (
          <Bar key={one.name} {...one} all={all} largest={largest} />
        ))}
        {others.categories > 0 && (
          <Bar
            name={text('columns.otherClasses', { count: showCount(others.categories) })}
            rows={others.rows}
            all={all}
            largest={largest}
            isRest
          />
        )}
      </ul>
    </section>
  );
}

interface BarProps {
  readonly name: string;
  readonly rows: number;
  readonly all: number;
  readonly largest: number;
  readonly isRest?: boolean;
}

function Bar({ name, rows, all, largest, isRest }: BarProps) {
  return (
    <li data-rest={isRest || undefined}>
      <span className={parts.cut} title={name}>
        {name}
      </span>
      <i aria-hidden="true">
        <i style={{ width: `${(rows / largest) * 100}%` }} />
      </i>
      <span>{showCount(rows)}</span>
      <span>{shareText(rows, all)}</span>
    </li>
  );
}
