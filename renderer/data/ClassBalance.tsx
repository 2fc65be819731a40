import { balanceOf } from '../../shared/data/class-balance.ts';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import styles from './class-balance.module.css';

/** Classes that are listed where each is in every part. */
const listedClasses = 10;

/** How many rows of each class are in each part; what a part lacks is marked. */
export function ClassBalance({ summary }: { readonly summary: DatasetSummary }) {
  const { parts: used, listed, more } = balanceOf(summary, listedClasses);
  if (listed.length === 0) return null;
  return (
    <section className={parts.section} aria-label={text('copies.classes')}>
      <h3>{text('copies.classes')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('copies.class')}</th>
            {used.map((part) => (
              <th key={part} scope="col">
                {text(`data.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {listed.map(({ name, parts: counts }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              {used.map((part) => {
                const isMissing = counts[part] === 0;
                const words = text('copies.noRows', { label: name, part: text(`data.${part}`) });
                return (
                  <td key={part} data-missing={isMissing || undefined} title={isMissing ? words : undefined}>
                    {isMissing && <Glyph name="alert" size={12} />}
                    {showCount(counts[part])}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={styles.more}>{text('copies.moreClasses', { count: showCount(more) })}</p>}
    </section>
  );
}
