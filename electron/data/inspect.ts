import { setImmediate } from 'node:timers/promises';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { momentsOf } from '../../shared/data/steps/statistics.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import type { InspectDataset } from './dataset.ts';
import { inspectImageFolder } from './images/inspect-images.ts';
import { digitFeature, digitPreparation, digitSize, digitTarget, previewDigits } from './mnist.ts';
import { splitDigits } from './open.ts';
import { countMissing, countRows, planTable, readSplitColumn, type TablePlan } from './plan-table.ts';
import { listFeatures, listTargets } from './preparation.ts';
import { type Reading, unwatchedReading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import { describeSource, openTable, resolveDataPath, type TableDataSource } from './sources.ts';
import { type PartRows, splitRows } from './split.ts';
import { createRoom, type Room } from './store/room.ts';
import { type ColumnSetting, resolveColumns } from './tables/columns.ts';
import { cut } from './tables/database.ts';
import { type Column, type ColumnProfile, sampledRows, type TableSource } from './tables/table.ts';
import { allChunks } from './values.ts';
import { warnAboutColumns, warnAboutCopies, warnAboutParts } from './warnings.ts';

/** The class of each row; below 0 for none. */
type CodesByRow = { readonly length: number; at(row: number): number | undefined };

/** Rows of a table that are shown, and images of each class. */
const shownRows = 50;
const shownImages = 20;
/** Characters of a cell that are shown. */
const shownCharacters = 200;

/**
 * What the data panel shows of a source. What keeps it from being trained on (no target, a split without training rows) is among
 * the warnings, and there are then no features and targets; a file that cannot be read throws UserError. An ended reading rejects.
 */
export const inspectDataset: InspectDataset = async (data, { directory, reading = unwatchedReading() }) => {
  switch (data.source.kind) {
    case 'none':
      return { ...emptySummary(data), warnings: [dataMessages['no-source']] };
    case 'mnist':
      return inspectDigits(data);
    case 'image-folder':
      return {
        ...emptySummary(data),
        ...(await inspectImageFolder(resolveDataPath(data.source.path, directory), data, reading)),
      };
    default:
      return inspectTable(data.source, data, directory, reading);
  }
};

function emptySummary({ source }: DataDocument): DatasetSummary {
  const rows = { train: 0, validation: 0, test: 0 };
  return {
    ...describeSource(source),
    rows,
    columns: [],
    features: [],
    targets: [],
    classCounts: [],
    preview: [],
    images: [],
    warnings: [],
  };
}

async function inspectDigits(data: DataDocument): Promise<DatasetSummary> {
  const { rows: shown, images, labels } = await previewDigits(shownImages);
  const targets = listTargets(digitPreparation);
  const names = targets.find(({ name }) => name === digitTarget)!.classes!;
  const size = digitSize * digitSize;
  const rows = splitDigits(labels, data.split);
  return {
    ...emptySummary(data),
    rows: countParts(rows),
    features: listFeatures(digitPreparation).filter(({ name }) => name === digitFeature),
    targets,
    classCounts: countClasses(labels, names),
    images: shown.map((row, at) => ({
      width: digitSize,
      height: digitSize,
      channels: 1 as const,
      pixels: Buffer.from(images.subarray(at * size, (at + 1) * size)).toString('base64'),
      label: names[labels[row]!]!,
    })),
    warnings: warnAboutParts([], rows),
  };
}

async function inspectTable(
  source: TableDataSource,
  data: DataDocument,
  directory: string | null,
  reading: Reading,
): Promise<DatasetSummary> {
  const table = await openTable(source, directory, reading);
  const room = createRoom();
  try {
    await lookNext(reading);
    const profiles = await table.profile();
    const options = { knownTarget: table.target, steps: data.preparation, split: data.split };
    const { columns: settings, warnings, problems } = resolveColumns(profiles, data.columns, options);
    const { rows: count, columns } = await table.read(settings, room, reading);
    await lookNext(reading);
    const used = columns.filter((_, at) => settings[at]!.role !== 'ignored');
    const plan = problems.length > 0 ? [...problems] : await planOrProblem(used, settings, data, table, room);
    const preview = await table.preview(shownRows);
    const summary = {
      ...emptySummary(data),
      columns: columns.map((column, at) => summarizeColumn(column, settings[at]!, profiles[at]!)),
      preview: preview.map((row) => row.map((cell) => cut(cell, shownCharacters))),
    };
    if (Array.isArray(plan)) {
      const rows = countParts(
        splitRows({ rows: rowNumbers(count), classes: null }, { ...data.split, method: 'random' }),
      );
      return { ...summary, rows, warnings: [...plan, ...table.warnings, ...warnings] };
    }
    const classTarget = used.find((column, at) => isTarget(settings, column.name) && used[at]!.kind === 'categorical');
    return {
      ...summary,
      rows: countParts(plan.rows),
      features: listFeatures(plan.preparation),
      targets: listTargets(plan.preparation),
      classCounts: classTarget?.kind === 'categorical' ? countClasses(classTarget.values, classTarget.categories) : [],
      warnings: [
        ...table.warnings,
        ...warnings,
        ...warnAboutColumns(used, settings, plan),
        ...(await warnAboutCopies(used, plan, reading)),
        ...warnAboutParts(
          used.filter(({ name }) => isTarget(settings, name)),
          plan.rows,
        ),
      ],
    };
  } finally {
    room.close();
    table.close();
  }
}

/** Tells that values are looked at, and lets a window ask before the next stretch of work without a pause. */
async function lookNext(reading: Reading): Promise<void> {
  reading.report({ step: 'look', count: null });
  await setImmediate();
  reading.signal.throwIfAborted();
}

function isTarget(settings: readonly ColumnSetting[], name: string): boolean {
  return settings.some((setting) => setting.name === name && setting.role === 'target');
}

/** The plan, or in words why there is none. */
async function planOrProblem(
  columns: readonly Column[],
  settings: readonly ColumnSetting[],
  data: DataDocument,
  table: TableSource,
  room: Room,
): Promise<TablePlan | Words[]> {
  try {
    // What the split goes by is read as that, whatever it is to the model.
    const splitBy = await readSplitColumn(table, settings, data, room);
    return planTable({ columns, settings, data, splitBy });
  } catch (error) {
    if (error instanceof UserError) return [error.words];
    throw error;
  }
}

function summarizeColumn(column: Column, { role }: ColumnSetting, profile: ColumnProfile): ColumnSummary {
  const { name, kind } = column;
  const rows = countRows(column);
  const distinct = countDistinct(column, profile);
  if (column.kind !== 'numeric') {
    const missing = countMissing(column);
    return { name, kind, role, missing, distinct, minimum: null, maximum: null, mean: null };
  }
  const { count, minimum, maximum, mean } = momentsOf({ rows, chunks: () => allChunks(column) })[0]!;
  const limits = count === 0 ? { minimum: null, maximum: null, mean: null } : { minimum, maximum, mean };
  return { name, kind, role, missing: rows - count, distinct, ...limits };
}

/** Different values that are counted one by one. */
const countedValues = 1_000_000;

/** How many different values a column has; of numbers and dates of a long table, as far as they are counted. */
function countDistinct(column: Column, { distinct }: ColumnProfile): number {
  if (column.kind === 'categorical') return column.categories.length;
  // All of a short table was looked at already.
  if (column.kind === 'text' || countRows(column) <= sampledRows) return distinct;
  const seen = new Set<number>();
  for (const { values } of column.values.blocks()) {
    for (const value of values) {
      if (!Number.isNaN(value)) seen.add(value);
      if (seen.size === countedValues) return countedValues;
    }
  }
  return seen.size;
}

function countParts({ train, validation, test }: PartRows): DatasetSummary['rows'] {
  return { train: train.length, validation: validation.length, test: test.length };
}

function countClasses(codes: CodesByRow, names: readonly string[]): { name: string; rows: number }[] {
  const counts = names.map((name) => ({ name, rows: 0 }));
  for (let row = 0; row < codes.length; row++) {
    const code = codes.at(row)!;
    if (code >= 0) counts[code]!.rows++;
  }
  return counts;
}
