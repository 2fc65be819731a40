import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say } from '../../shared/messages/sentence.ts';
import type { Batch } from './dataset.ts';
import { isMissing } from './plan-table.ts';
import type { Preparation } from './preparation.ts';
import { listInputColumns, listTargetColumns, prepareRows } from './prepare.ts';
import { checkBatchSize, gatherInOrder } from './prepared-dataset.ts';
import { rowNumbers } from './rows.ts';
import { createRoom, type Room } from './store/room.ts';
import { type ColumnSetting, resolveColumns } from './tables/columns.ts';
import { cut } from './tables/database.ts';
import { openTableFile } from './tables/open-table-file.ts';
import type { Column, TableContent, TableSource, WantedColumn } from './tables/table.ts';

/** Kinds and roles of a table's columns as the project has them, or as a look suggests. Throws UserError where nothing can be trained on them. */
export async function resolveSettings(
  table: TableSource,
  data: DataDocument,
  imageColumn: string | null = null,
): Promise<readonly ColumnSetting[]> {
  const options = { knownTarget: table.target, steps: data.preparation, split: data.split, imageColumn };
  const { columns, problems } = resolveColumns(await table.profile(), data.columns, options);
  if (problems.length > 0) throw new UserError(problems[0]!);
  return columns;
}

/** The columns an earlier run was trained on. */
export function listSettings(preparation: Preparation): ColumnSetting[] {
  return [
    ...listInputColumns(preparation).map((column) => ({ ...column, role: 'input' as const })),
    ...listTargetColumns(preparation).map((column) => ({ ...column, role: 'target' as const })),
  ];
}

/** Rows of another table, prepared as an earlier one was, in their order. Throws UserError naming the file, and the row where it is one. */
export async function* readTableFile(path: string, preparation: Preparation, batchSize: number): AsyncGenerator<Batch> {
  checkBatchSize(batchSize);
  const room = createRoom();
  try {
    const { rows, columns } = await readOtherTable(path, preparation, room);
    yield* gatherInOrder(prepareRows(columns, preparation), rows, batchSize);
  } finally {
    room.close();
  }
}

/**
 * The columns of another table that a preparation takes, with the answers where it has them, and `more` columns beside. Throws UserError for a
 * column that is not there, and for a cell that nothing can be made of.
 */
export async function readOtherTable(
  path: string,
  preparation: Preparation,
  room: Room,
  more: readonly WantedColumn[] = [],
): Promise<TableContent> {
  const table = await openTableFile(path);
  try {
    const inputs = [...listInputColumns(preparation), ...more];
    const absent = inputs.find(({ name }) => !table.names.includes(name));
    if (absent !== undefined) {
      const expected = cut(inputs.map(({ name }) => name).join(', '), 200);
      if (table.names.every((name, at) => name === `column_${at + 1}`)) {
        const [values = []] = await table.preview(1);
        const received = cut(values.join(', '), 200);
        throw new UserError(say(dataMessages['header-wanted'], { file: path, expected, received }));
      }
      const received = cut(table.names.join(', '), 200);
      throw new UserError(say(dataMessages['column-wanted'], { file: path, column: absent.name, expected, received }));
    }
    const targets = listTargetColumns(preparation).filter(({ name }) => table.names.includes(name));
    const content = await table.read([...inputs, ...targets], room);
    for (const column of content.columns) checkCells(path, column);
    checkRows(path, content.columns, preparation);
    return content;
  } finally {
    table.close();
  }
}

/** Throws UserError for a cell that is no number, or no date, where the model was trained on those. */
function checkCells(path: string, column: Column): void {
  if (!('invalid' in column) || column.invalid === null) return;
  const { example, row } = column.invalid;
  throw new UserError(
    say(dataMessages[column.kind === 'date' ? 'value-not-date' : 'value-not-number'], {
      file: path,
      row: row + 1,
      column: column.name,
      received: cut(example, 60),
    }),
  );
}

/** Throws UserError for an empty cell that no step fills: an answer would be no number, and a row left out would be no answer. */
function checkRows(path: string, columns: readonly Column[], { features }: Preparation): void {
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      if (kind === 'categorical' || steps.some((step) => step.step === 'impute' && step.value !== null)) continue;
      const column = columns.find((column) => column.name === name)!;
      const row = rowNumbers(column.values.length).find((row) => isMissing(column, row));
      if (row === undefined) continue;
      const received = say(phrases['empty-cell']);
      throw new UserError(say(dataMessages['value-missing'], { file: path, row: row + 1, column: name, received }));
    }
  }
}
