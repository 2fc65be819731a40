import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { ColumnLook, DatasetLook, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import type { SetColumn } from './ColumnMenus.tsx';
import { ColumnPages } from './ColumnPages.tsx';
import { ColumnsTable } from './ColumnsTable.tsx';
import { drawnColumns, pageOfColumns } from './column-page.ts';

interface DataTableProps {
  /** What is known from the first rows: enough to draw the table. */
  readonly look: Pick<DatasetLook, 'title' | 'preview'> & { readonly columns: readonly ColumnLook[] };
  /** What all rows say; null while they are read. */
  readonly summary: DatasetSummary | null;
  /** Kinds and roles that the person has set; they show at once, also while the rest is read again. */
  readonly settings: DataDocument['columns'];
  /** The column that is looked at closer. */
  readonly selected: string | null;
  /** The panel that shows it. */
  readonly panel: string;
  readonly onSelect: (column: string | null) => void;
  /** Null where the columns are what they are. */
  readonly onChange: SetColumn | null;
}

/**
 * The first rows of a table under what is known of each column, where its kind and its role are set. The columns are drawn a little at a time
 * while other things of the window go on; nothing is drawn anew where none of the props changed, as while a reading tells how far it is.
 */
export const DataTable = memo(function DataTable(props: DataTableProps) {
  const { look, summary, settings, selected, panel, onSelect, onChange } = props;
  const found = useMemo(() => new Map(summary?.columns.map((column) => [column.name, column])), [summary]);
  const columns = useMemo(
    () =>
      look.columns.map(({ name, kind, role }) => ({
        name,
        kind,
        role,
        ...(Object.hasOwn(settings, name) && settings[name]),
      })),
    [look, settings],
  );
  const [wanted, setWanted] = useState({ search: '', page: 0 });
  const shown = useMemo(() => pageOfColumns(columns, wanted), [columns, wanted]);
  // A column that is chosen elsewhere, as in its panel, is brought here.
  const [chosen, setChosen] = useState(selected);
  if (chosen !== selected) {
    setChosen(selected);
    const at = columns.findIndex(({ name }) => name === selected);
    if (at >= 0 && shown.drawn.every((one) => one.at !== at))
      setWanted({ search: '', page: Math.floor(at / drawnColumns) });
  }
  const isOneTarget = columns.filter(({ role }) => role === 'target').length === 1;
  const drawn = useDeferredValue(
    useMemo(
      () => ({ title: look.title, preview: look.preview, columns: shown.drawn, found, isOneTarget }),
      [look, shown, found, isOneTarget],
    ),
    null,
  );
  return (
    <>
      {columns.length > drawnColumns && (
        <ColumnPages
          shown={shown}
          search={wanted.search}
          onSearch={(search) => setWanted({ search, page: 0 })}
          onPage={(page) => setWanted({ ...wanted, page })}
        />
      )}
      <ColumnsTable drawn={drawn} selected={selected} panel={panel} onSelect={onSelect} onChange={onChange} />
    </>
  );
});
