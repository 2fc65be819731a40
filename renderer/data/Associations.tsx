import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import type { Association } from '../../shared/data/statistics.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { closestTo, showAssociation } from './column-facts.ts';
import styles from './column-panel.module.css';

/** Columns that are listed for a target. */
const shownColumns = 6;

interface AssociationsProps {
  readonly column: ColumnSummary;
  readonly summary: DatasetSummary;
  readonly onSelect: (name: string) => void;
}

/** How a column goes with each target; of a target, which columns go most with it. */
export function Associations({ column, summary, onSelect }: AssociationsProps) {
  const { columns } = summary;
  if (column.kind === 'text') return null;
  if (column.role === 'target') {
    const closest = closestTo(column.name, columns).slice(0, shownColumns);
    return (
      <div className={styles.associations}>
        <h3>{text('columns.goesMostWith')}</h3>
        {closest.length === 0 && <p className={styles.hint}>{text('columns.noAssociations')}</p>}
        <ul>
          {closest.map(({ column: name, association }) => (
            <li key={name}>
              <button type="button" className={styles.link} onClick={() => onSelect(name)}>
                <Measure label={name} association={association} />
              </button>
            </li>
          ))}
        </ul>
        {closest.length > 0 && <p className={styles.hint}>{text('columns.ofTraining')}</p>}
      </div>
    );
  }
  const targets = columns.filter(({ role }) => role === 'target').map(({ name }) => name);
  return (
    <div className={styles.associations}>
      {targets.length === 0 && <p className={styles.hint}>{text('columns.noTargets')}</p>}
      {targets.map((target) => {
        const found = column.statistics.associations.filter((one) => one.target === target);
        return (
          <section key={target} aria-label={text('columns.goesWith', { target })}>
            <h3 className={parts.cut} title={target}>
              {text('columns.goesWith', { target })}
            </h3>
            {found.length === 0 && <p className={styles.hint}>{text('columns.noAssociations')}</p>}
            {found.map((association) => (
              <div key={association.measure} title={text(`columns.help-${association.measure}`)}>
                <Measure label={text(`columns.${association.measure}`)} association={association} />
              </div>
            ))}
            {found.length > 0 && <p className={styles.hint}>{text('columns.ofTraining')}</p>}
          </section>
        );
      })}
    </div>
  );
}

/** A measure and its value, as a bar from 0: to the left of the middle where it is less, for those that can be. */
function Measure({ label, association }: { readonly label: string; readonly association: Association }) {
  const { measure, value } = association;
  const hasSign = measure === 'pearson' || measure === 'spearman';
  const size = Math.abs(value) * (hasSign ? 50 : 100);
  const left = !hasSign ? 0 : value < 0 ? 50 - size : 50;
  return (
    <span className={styles.measure}>
      <span className={parts.cut} title={label}>
        {label}
      </span>
      <b>{showAssociation(association)}</b>
      <i aria-hidden="true" data-sign={hasSign || undefined}>
        <i style={{ left: `${left}%`, width: `${size}%` }} />
      </i>
    </span>
  );
}
