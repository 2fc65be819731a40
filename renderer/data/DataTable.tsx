import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { ColumnLook, DatasetLook, DatasetSummary } from '../../shared/data/dataset.ts';
import { type ColumnRole, columnKinds, columnRoles, type DataDocument } from '../../shared/data/document.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import { ColumnHead } from './ColumnHead.tsx';
import { ColumnPages } from './ColumnPages.tsx';
import { drawnColumns, pageOfColumns } from './column-page.ts';
import type { ColumnChange } from './data-edits.ts';
import styles from './data-table.module.css';
import { InputChoices } from './InputChoices.tsx';
import { kindGlyphs } from './kind-glyphs.ts';

interface DataTableProps {
  /** What is known from the first rows: enough to draw the table. */
  readonly look: Pick<DatasetLook, 'title' | 'preview'> & { readonly columns: readonly ColumnLook[] };
  /** What all rows say; null while they are read. */
  readonly summary: DatasetSummary | null;
  /** Kinds and roles that the person has set; they show at once, also while the rest is read again. */
  readonly settings: DataDocument['columns'];
  /** The column that is looked at closer, and the panel that shows it. */
  readonly selected: { readonly column: string | null; readonly panel: string };
  readonly onSelect: (column: string | null) => void;
  /** Null where the columns are what they are. */
  readonly onChange: SetColumn | null;
}

type SetColumn = (column: ColumnLook, change: ColumnChange) => void;

const roleTones: Readonly<Record<ColumnRole, string | undefined>> = {
  input: 'accent',
  target: 'ok',
  ignored: undefined,
};

/** The first rows of a table under what is known of each column, where its kind and its role are set. */
export function DataTable({ look, summary, settings, selected, onSelect, onChange }: DataTableProps) {
  const { title, preview } = look;
  const found = new Map(summary?.columns.map((column) => [column.name, column]));
  const columns = look.columns.map(({ name, kind, role }) => ({
    name,
    kind,
    role,
    ...(Object.hasOwn(settings, name) && settings[name]),
  }));
  const targets = columns.filter(({ role }) => role === 'target').length;
  const [wanted, setWanted] = useState({ search: '', page: 0 });
  const shown = pageOfColumns(columns, wanted);
  // A column that is chosen elsewhere, as in its panel, is brought here.
  const [chosen, setChosen] = useState(selected.column);
  if (chosen !== selected.column) {
    setChosen(selected.column);
    const at = columns.findIndex(({ name }) => name === selected.column);
    if (at >= 0 && shown.drawn.every((one) => one.at !== at))
      setWanted({ search: '', page: Math.floor(at / drawnColumns) });
  }
  const table = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={inWords(title)}>
      <table className={styles.table} data-target={targets === 1 ? 'one' : undefined}>
        <thead>
          <tr>
            {shown.drawn.map(({ column }) => {
              const { name, role } = column;
              const isSelected = selected.column === name;
              return (
                <th key={name} scope="col" data-role={role} data-selected={isSelected || undefined}>
                  <button
                    type="button"
                    className={styles.name}
                    title={name}
                    disabled={!found.has(name)}
                    aria-expanded={isSelected}
                    aria-controls={isSelected ? selected.panel : undefined}
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
                      <RoleMenu column={column} onChange={onChange} />
                    )}
                  </div>
                  {onChange !== null && (
                    <KindMenu column={column} distinct={found.get(name)?.distinct ?? null} onChange={onChange} />
                  )}
                  <ColumnHead column={found.get(name) ?? null} />
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {preview.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
            <tr key={row}>
              {shown.drawn.map(({ column: { name, kind, role }, at }) => {
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
      </table>
      {preview.length === 0 && <p className={styles.none}>{text('data.noPreview')}</p>}
    </section>
  );
  if (columns.length <= drawnColumns) return table;
  return (
    <>
      <ColumnPages
        shown={shown}
        search={wanted.search}
        onSearch={(search) => setWanted({ search, page: 0 })}
        onPage={(page) => setWanted({ ...wanted, page })}
      />
      {table}
    </>
  );
}

function RoleMenu({ column, onChange }: { readonly column: ColumnLook; readonly onChange: SetColumn }) {
  return (
    <Menu position="bottom-start" width={232}>
      <Menu.Target>
        <button
          type="button"
          className={`${parts.badge} ${styles.menu}`}
          data-tone={roleTones[column.role]}
          aria-label={`${text('data.role', { column: column.name })}: ${text(`data.role-${column.role}`)}`}
        >
          {text(`data.role-${column.role}`)}
          <Glyph name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columnRoles.map((role) => (
          <Menu.Item
            key={role}
            aria-current={role === column.role || undefined}
            onClick={() => onChange(column, { role })}
          >
            <b className={styles.choice}>{text(`data.role-${role}`)}</b>
            <span className={styles.help}>{text(`data.role-help-${role}`)}</span>
          </Menu.Item>
        ))}
        {column.role === 'input' && <InputChoices column={column} onChange={onChange} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function KindMenu({
  column,
  distinct,
  onChange,
}: {
  readonly column: ColumnLook;
  /** Different values; null while they are not counted. */
  readonly distinct: number | null;
  readonly onChange: SetColumn;
}) {
  const words =
    column.kind === 'categorical' && distinct !== null
      ? text(distinct === 1 ? 'data.kindClassesOne' : 'data.kindClasses', { distinct: showCount(distinct) })
      : text(`data.kind-${column.kind}`);
  return (
    <Menu position="bottom-start" width={232}>
      <Menu.Target>
        <button
          type="button"
          className={styles.kind}
          aria-label={`${text('data.kind', { column: column.name })}: ${words}`}
        >
          <Glyph name={kindGlyphs[column.kind]} size={12} />
          {words}
          <Glyph name="down" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columnKinds.map((kind) => (
          <Menu.Item
            key={kind}
            leftSection={<Glyph name={kindGlyphs[kind]} size={14} />}
            aria-current={kind === column.kind || undefined}
            onClick={() => onChange(column, { kind })}
          >
            <b className={styles.choice}>{text(`data.kind-${kind}`)}</b>
            <span className={styles.help}>{text(`data.kind-help-${kind}`)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
