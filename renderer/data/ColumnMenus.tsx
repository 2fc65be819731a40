import { Menu } from '@mantine/core';
import type { ColumnLook } from '../../shared/data/dataset.ts';
import { type ColumnRole, columnKinds, columnRoles } from '../../shared/data/document.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { showCount } from '../training/number-text.ts';
import type { ColumnChange } from './data-edits.ts';
import styles from './data-table.module.css';
import { InputChoices } from './InputChoices.tsx';
import { kindGlyphs } from './kind-glyphs.ts';

export type SetColumn = (column: ColumnLook, change: ColumnChange) => void;

export const roleTones: Readonly<Record<ColumnRole, string | undefined>> = {
  input: 'accent',
  target: 'ok',
  ignored: undefined,
};

/** The menu of what a column is to the model. */
export function RoleMenu({ column, onChange }: { readonly column: ColumnLook; readonly onChange: SetColumn }) {
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

/** The menu of what the cells of a column are. */
export function KindMenu({
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
