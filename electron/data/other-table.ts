import type { DataDocument } from '../../shared/data/document.ts';
import { inStretches, type Stretches } from '../../shared/data/stretches.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { cut } from '../../shared/messages/cut.ts';
import { dataMessages, dataWarnings } from '../../shared/messages/data.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { say, type Words } from '../../shared/messages/sentence.ts';
import { isMissing } from './plan-table.ts';
import type { IndexPreparation, Preparation } from './preparation/preparation.ts';
import { listInputColumns, listTargetColumns } from './preparation/prepare.ts';
import type { Reading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import type { Room } from './store/room.ts';
import { type ColumnSetting, resolveColumns } from './tables/columns.ts';
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
  const targets = listTargetColumns(preparation);
  // The targets of a series are inputs too.
  const names = new Set(targets.map(({ name }) => name));
  const inputs = listInputColumns(preparation).filter(({ name }) => !names.has(name));
  return [
    ...inputs.map((column) => ({ ...column, role: 'input' as const })),
    ...targets.map((column) => ({ ...column, role: 'target' as const })),
  ];
}

/** How another table is read: prepared as an earlier one was, and who hears what is odd about it and how far it is. */
export interface OtherTable {
  readonly preparation: Preparation;
  /** The sheet of a workbook; unless one is named, the first that has the columns. */
  readonly sheet?: string | undefined;
  readonly tell?: ((message: Words) => void) | undefined;
  readonly reading?: Reading | undefined;
}

/** Opens another table of the same form, whose numbers are read as those of the first were unless it shows otherwise. Throws as `openTableFile` does. */
export async function openOtherTable(
  path: string,
  { preparation, sheet, tell, reading }: OtherTable,
  more: readonly WantedColumn[] = [],
): Promise<TableSource> {
  const columns = [...listInputColumns(preparation), ...more].map(({ name }) => name);
  const { notations } = preparation;
  const table = await openTableFile(path, reading, { sheet, columns, notations });
  for (const words of table.warnings) tell?.(words);
  return table;
}

/**
 * The columns of another table that a preparation takes, with the answers where it has them, and `more` columns beside. Throws UserError for a
 * column that is not there, and for a cell that nothing can be made of.
 */
export async function readOtherTable(
  path: string,
  other: OtherTable,
  room: Room,
  more: readonly WantedColumn[] = [],
): Promise<TableContent> {
  const { preparation, reading } = other;
  const table = await openOtherTable(path, other, more);
  try {
    const inputs = [...listInputColumns(preparation), ...more];
    await checkColumns(table, inputs);
    const names = new Set(table.names);
    const targets = listTargetColumns(preparation).filter(({ name }) => names.has(name));
    const content = await table.read([...inputs, ...targets], room, reading);
    for (const column of content.columns) checkCells(path, column);
    checkRows(path, content.columns, preparation, rowNumbers(content.rows));
    return content;
  } finally {
    table.close();
  }
}

/** Throws UserError for a column that the model was trained on and the table lacks. */
export async function checkColumns(table: TableSource, wanted: readonly WantedColumn[]): Promise<void> {
  const { file, names } = table;
  const known = new Set(names);
  const absent = wanted.find(({ name }) => !known.has(name));
  if (absent === undefined) return;
  const expected = cut([...new Set(wanted.map(({ name }) => name))].join(', '), 200);
  if (names.every((name, at) => name === `column_${at + 1}`)) {
    const [values = []] = await table.preview(1);
    const received = cut(values.join(', '), 200);
    throw new UserError(say(dataMessages['header-wanted'], { file, expected, received }));
  }
  const received = cut(names.join(', '), 200);
  throw new UserError(say(dataMessages['column-wanted'], { file, column: absent.name, expected, received }));
}

/** Throws UserError for a cell that is no number, or no date, where the model was trained on those. */
export function checkCells(path: string, column: Column): void {
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
export function checkRows(path: string, columns: readonly Column[], { features }: Preparation, rows: Int32Array): void {
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'numbers') continue;
    for (const { column: name, kind, steps } of feature.columns) {
      if (kind === 'categorical' || steps.some((step) => step.step === 'impute' && step.value !== null)) continue;
      const column = columnOf.get(name)!;
      const row = rows.find((row) => isMissing(column, row));
      if (row === undefined) continue;
      const received = say(phrases['empty-cell']);
      throw new UserError(say(dataMessages['value-missing'], { file: path, row: row + 1, column: name, received }));
    }
  }
}

/** What is said of categories that a model was not trained on: nothing was learned of them, and an answer comes all the same. */
export function* warnAboutNewCategories(columns: readonly Column[], { features }: Preparation): Stretches<Words[]> {
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  const prepared = Object.values(features).flatMap((feature): readonly Pick<IndexPreparation, 'column' | 'steps'>[] =>
    feature.kind === 'numbers' ? feature.columns : feature.kind === 'index' ? [feature] : [],
  );
  const warnings: Words[] = [];
  for (const { column: name, steps } of prepared) {
    const column = columnOf.get(name);
    const encoded = steps.find((step) => step.step === 'encode');
    if (column?.kind !== 'categorical' || encoded?.step !== 'encode') continue;
    const known = new Set(encoded.categories);
    const isNew = column.categories.map((category) => !known.has(category));
    if (!isNew.includes(true)) continue;
    let count = 0;
    yield* inStretches(column.values.length, (from, to) => {
      for (let row = from; row < to; row++) if (isNew[column.values.at(row)] === true) count++;
    });
    const example = cut(column.categories[isNew.indexOf(true)]!, 60);
    const warning = dataWarnings[encoded.others ? 'categories-new-rare' : 'categories-new'];
    if (count > 0) warnings.push(say(warning, { column: name, count, example }));
  }
  return warnings;
}
