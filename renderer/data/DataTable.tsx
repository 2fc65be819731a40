import { Menu } from '@mantine/core';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import { type ColumnKind, type ColumnRole, columnKinds, columnRoles } from '../../shared/data/document.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph, type GlyphName } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { showCell, showCount, showShare } from '../training/number-text.ts';
import type { ColumnChange } from './data-edits.ts';
import styles from './data-table.module.css';
import { InputChoices } from './InputChoices.tsx';

interface DataTableProps {
  readonly summary: DatasetSummary;
  readonly onChange: (column: ColumnSummary, change: ColumnChange) => void;
}

const kindGlyphs: Readonly<Record<ColumnKind, GlyphName>> = {
  numeric: 'hash',
  categorical: 'tag',
  date: 'clock',
  text: 'text',
};
const roleTones: Readonly<Record<ColumnRole, string | undefined>> = {
  input: 'accent',
  target: 'ok',
  ignored: undefined,
};

/** The first rows of a table under what is known of each column, where its kind and its role are set. */
export function DataTable({ summary, onChange }: DataTableProps) {
  const { columns, preview, rows } = summary;
  const all = rows.train + rows.validation + rows.test;
  const targets = columns.filter(({ role }) => role === 'target').length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={inWords(summary.title)}>
      <table className={styles.table} data-target={targets === 1 ? 'one' : undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-role={column.role}>
                <div className={styles.name} title={column.name}>
                  {column.name}
                </div>
                <div className={styles.badges}>
                  <RoleMenu column={column} onChange={onChange} />
                </div>
                <KindMenu column={column} onChange={onChange} />
                <Facts column={column} summary={summary} all={all} />
                <div className={styles.missing}>
                  {column.missing === 1
                    ? text('data.missingOne')
                    : column.missing > 0
                      ? text('data.missing', { rows: showCount(column.missing) })
                      : ''}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
            <tr key={row}>
              {columns.map(({ name, kind, role }, at) => {
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
}

function RoleMenu({
  column,
  onChange,
}: {
  readonly column: ColumnSummary;
  readonly onChange: DataTableProps['onChange'];
}) {
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
  onChange,
}: {
  readonly column: ColumnSummary;
  readonly onChange: DataTableProps['onChange'];
}) {
  const words =
    column.kind === 'categorical'
      ? text(column.distinct === 1 ? 'data.kindClassesOne' : 'data.kindClasses', {
          distinct: showCount(column.distinct),
        })
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

/** What is worth knowing of a column: the range and mean of numbers, the share of classes, how many texts differ. */
function Facts({
  column,
  summary,
  all,
}: {
  readonly column: ColumnSummary;
  readonly summary: DatasetSummary;
  readonly all: number;
}) {
  const { minimum, maximum, mean } = column;
  if (column.kind === 'numeric' && minimum !== null && maximum !== null) {
    const place = mean === null || maximum === minimum ? 0.5 : (mean - minimum) / (maximum - minimum);
    return (
      <div className={styles.facts}>
        <svg width="100%" height="12" aria-hidden="true">
          <line x1="3" x2="100%" y1="6" y2="6" stroke="var(--line-2)" strokeWidth="2" strokeLinecap="round" />
          {mean !== null && <circle cx={`${4 + place * 92}%`} cy="6" r="3.5" fill="var(--accent)" />}
        </svg>
        <span>{text('data.range', { minimum: showCell(minimum), maximum: showCell(maximum) })}</span>
        {mean !== null && <span>{text('data.mean', { mean: showCell(mean) })}</span>}
      </div>
    );
  }
  const first = summary.targets.find(({ kind }) => kind === 'classes');
  if (column.kind === 'categorical' && first?.name === column.name && summary.classCounts.length > 0) {
    const counts = [...summary.classCounts].sort((a, b) => b.rows - a.rows).slice(0, 3);
    return (
      <div className={styles.classes}>
        {counts.map(({ name, rows }) => (
          <div key={name}>
            <i style={{ width: `${(rows / Math.max(1, all)) * 100}%` }} />
            <span className={parts.cut} title={name}>
              {name}
            </span>
            <em>{showShare(rows / Math.max(1, all), 0)}</em>
          </div>
        ))}
      </div>
    );
  }
  if (column.kind === 'categorical') return <div className={styles.facts} />;
  return (
    <div className={styles.facts}>
      <span>{text('data.distinct', { distinct: showCount(column.distinct) })}</span>
    </div>
  );
}
