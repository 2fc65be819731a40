import { Menu } from '@mantine/core';
import type { ColumnLook } from '../../shared/data/dataset.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import { text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';
import type { ColumnChange } from './data-edits.ts';
import styles from './data-table.module.css';

interface InputChoicesProps {
  readonly column: ColumnLook;
  readonly onChange: (column: ColumnLook, change: ColumnChange) => void;
}

/** Which Input of the model a column goes to: the usual one, one of the names that the model or another column has, or one of its own. */
export function InputChoices({ column, onChange }: InputChoicesProps) {
  const columns = useEditorState(({ document }) => document.project.data.columns);
  const model = useEditorState(({ document }) => document.project.model);
  const now = Object.hasOwn(columns, column.name) ? columns[column.name]?.input : undefined;
  const blocks = Object.values(mainGraph(model).blocks);
  const named = blocks.flatMap(({ type, name }) => (type === 'Input' && name !== '' ? [name] : []));
  const taken = Object.values(columns).flatMap(({ input }) => input ?? []);
  const others = [...new Set([...named, ...taken])].filter((name) => name !== column.name).sort();
  const choice = (input: string | null, words: string) => (
    <Menu.Item
      key={input ?? ''}
      aria-current={(now ?? null) === input || undefined}
      onClick={() => onChange(column, { input })}
    >
      <span className={styles.choice}>{words}</span>
    </Menu.Item>
  );
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{text('data.toInput')}</Menu.Label>
      {choice(null, text('data.toInputUsual'))}
      {others.map((name) => choice(name, name))}
      {choice(column.name, text('data.toInputOwn', { name: column.name }))}
    </>
  );
}
