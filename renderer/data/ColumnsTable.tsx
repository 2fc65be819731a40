import { memo } from 'react';
import type { ColumnLook, ColumnSummary, DatasetLook } from '../../shared/data/dataset.ts';
import { inWords, text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { ColumnHead } from './ColumnHead.tsx';
import { KindMenu, RoleMenu, roleTones, type SetColumn } from './ColumnMenus.tsx';
import type { ColumnPage } from './column-page.ts';
import styles from './data-table.module.css';

interface ColumnsTableProps {
  /** Null until its turn has come. */
  readonly drawn: Drawn | null;
  readonly selected: string | null;
  readonly panel: string;
  readonly onSelect: (column: string | null) => void;
  readonly onChange: SetColumn | null;
}

interface Drawn extends Pick<DatasetLook, 'title' | 'preview'> {
  readonly columns: ColumnPage<ColumnLook>['drawn'];
  /** What all rows say of the columns, by their names. */
  readonly found: ReadonlyMap<string, ColumnSummary>;
  readonly isOneTarget: boolean;
}

/** Some columns of a table: their heads, and the first rows under them. */
export const ColumnsTable = memo(function ColumnsTable(props: ColumnsTableProps) {
  const { drawn, selected, panel, onSelect, onChange } = props;
  if (drawn === null) return <section className={styles.scroll} />;
  const { title, preview, columns, found, isOneTarget } = drawn;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={inWords(title)}>
      <table className={styles.table} data-target={isOneTarget ? 'one' : undefined}>
        <thead>
          <tr>
            {columns.map(({ column: { name, kind, role } }) => (
              <Head
                key={name}
                name={name}
                kind={kind}
                role={role}
                column={found.get(name) ?? null}
                isSelected={selected === name}
                panel={panel}
                onSelect={onSelect}
                onChange={onChange}
              />
            ))}
          </tr>
        </thead>
        <Rows columns={columns} preview={preview} />
      </table>
      {preview.length === 0 && <p className={styles.none}>{text('data.noPreview')}</p>}
    </section>
  );
});

interface HeadProps extends ColumnLook, Pick<ColumnsTableProps, 'panel' | 'onSelect' | 'onChange'> {
  /** What all rows say; null while they are read. */
  readonly column: ColumnSummary | null;
  readonly isSelected: boolean;
}

const Head = memo(function Head({ name, kind, role, column, isSelected, panel, onSelect, onChange }: HeadProps) {
  const look = { name, kind, role };
  return (
    <th scope="col" data-role={role} data-selected={isSelected || undefined}>
      <button
        type="button"
        className={styles.name}
        title={name}
        disabled={column === null}
        aria-expanded={isSelected}
        aria-controls={isSelected ? panel : undefined}
        data-column={name}
        onClick={() => onSelect(isSelected ? null : name)}
      >
        {name}
      </button>
      <div className={styles.badges}>
        {onChange === null ? (
          <span className={parts.badge} data-tone={roleTones[role]}>
            {text(`data.role-${role}`)}
          </span>
        ) : (
          <RoleMenu column={look} onChange={onChange} />
        )}
      </div>
      {onChange !== null && <KindMenu column={look} distinct={column?.distinct ?? null} onChange={onChange} />}
      <ColumnHead column={column} />
    </th>
  );
});

const Rows = memo(function Rows({ columns, preview }: Pick<Drawn, 'columns' | 'preview'>) {
  return (
    <tbody>
      {preview.map((cells, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
        <tr key={row}>
          {columns.map(({ column: { name, kind, role }, at }) => {
            const cell = cells[at] ?? '';
            return (
              <td
                key={name}
                data-role={role}
                data-kind={kind}
                data-missing={cell === '' || undefined}
                title={kind === 'numeric' ? undefined : cell}
              >
                {cell === '' ? text('data.missingCell') : cell}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
});
