import { setImmediate } from 'node:timers/promises';
import type { ColumnSummary, DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataDocument } from '../../shared/data/document.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { cut } from '../../shared/messages/cut.ts';
import { dataMessages } from '../../shared/messages/data.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { inspectArrays } from './arrays/inspect-arrays.ts';
import type { InspectDataset } from './dataset.ts';
import { checkImageColumn, findImages, pathsOf, planImageTable, showTableImages } from './images/image-table.ts';
import { inspectImageFolder } from './images/inspect-images.ts';
import { splitDigits } from './open.ts';
import { planTable } from './plan-table.ts';
import { listFeatures, listTargets } from './preparation/preparation.ts';
import { doSteadily, type Reading, unwatchedReading } from './reading.ts';
import { rowNumbers } from './rows.ts';
import { resolveDataPath } from './sources/data-path.ts';
import { digitFeature, digitPreparation, digitSize, digitTarget, previewDigits } from './sources/mnist.ts';
import { describeSource, isTableSource, openTable, type TableDataSource } from './sources/sources.ts';
import { findExcluded } from './split/excluded.ts';
import { findGuides, readGuided } from './split/guides.ts';
import { type PartRows, splitting } from './split/split.ts';
import { countedValues } from './statistics/passes.ts';
import { summarizeColumns } from './statistics/summarize-columns.ts';
import { type ColumnSetting, namesOfTargets, resolveColumns } from './tables/columns.ts';
import type { TableSource, WantedColumn } from './tables/table.ts';
import { inspectNextTokens } from './text/inspect-next-token.ts';
import { countClasses } from './warnings/class-counts.ts';
import { warnAboutColumns, warnAboutCopies, warnAboutParts } from './warnings/warnings.ts';
import { findOrder } from './windows/find-order.ts';
import { warnAboutSeries } from './windows/warn-about-series.ts';

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
    case 'arrays':
      return {
        ...emptySummary(data),
        ...(await inspectArrays(resolveDataPath(data.source.path, directory), data, reading)),
      };
    case 'next-token': {
      const path = resolveDataPath(data.source.path, directory);
      return { ...emptySummary(data), ...(await inspectNextTokens(path, data.source, data, reading)) };
    }
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
  const rows = splitDigits(labels, data);
  return {
    ...emptySummary(data),
    rows: countParts(rows),
    features: listFeatures(digitPreparation).filter(({ name }) => name === digitFeature),
    targets,
    classCounts: countClasses(labels, names, rows),
    images: shown.map((row, at) => ({
      width: digitSize,
      height: digitSize,
      channels: 1 as const,
      pixels: Buffer.from(images.subarray(at * size, (at + 1) * size)).toString('base64'),
      label: names[labels[row]!]!,
    })),
    warnings: [...findExcluded(data, labels.length).warnings, ...warnAboutParts([], rows)],
  };
}

/** What a look at the beginning of a table says of its columns. */
async function settleColumns(table: TableSource, source: TableDataSource, data: DataDocument) {
  const profiles = await table.profile();
  const imageColumn = source.kind === 'image-table' ? checkImageColumn(table, source.column) : null;
  const options = { knownTarget: table.target, steps: data.preparation, split: data.split, imageColumn };
  return { profiles, imageColumn, settled: resolveColumns(profiles, data.columns, options) };
}

/**
 * The columns of a source with the kinds and roles that they have or would have: of a table by its beginning, which takes no longer where it is
 * long. Throws UserError for what cannot be read.
 */
export async function findColumns(
  data: DataDocument,
  { directory, reading = unwatchedReading() }: Parameters<InspectDataset>[1],
): Promise<readonly Pick<ColumnSummary, 'name' | 'kind' | 'role'>[]> {
  const { source } = data;
  if (!isTableSource(source)) return (await inspectDataset(data, { directory, reading })).columns;
  const { table, room } = await openTable(source, directory, reading);
  try {
    return (await settleColumns(table, source, data)).settled.columns;
  } finally {
    room.close();
    table.close();
  }
}

async function inspectTable(
  source: TableDataSource,
  data: DataDocument,
  directory: string | null,
  reading: Reading,
): Promise<DatasetSummary> {
  const { table, room } = await openTable(source, directory, reading);
  try {
    await lookNext(reading);
    const { profiles, imageColumn, settled } = await settleColumns(table, source, data);
    const { columns: settings, warnings, problems } = settled;
    const preview = (await table.preview(shownRows)).map((row) => row.map((cell) => cut(cell, shownCharacters)));
    reading.show?.({ ...describeSource(source), columns: [...settings], preview, images: [], classCounts: [] });
    // What rows go by is read as that, whatever it is to the model.
    const wanted = problems.length > 0 ? {} : await orProblem(() => findGuides(table, settings, data));
    const isKnown = !Array.isArray(wanted);
    const {
      rows: count,
      columns,
      guides,
    } = await readGuided(table, settings.map(wantedOf(settings)), isKnown ? wanted : {}, room, reading);
    await lookNext(reading);
    const tableWarnings = [...table.warnings, ...((await table.warnAboutRest?.(reading)) ?? [])];
    const used = columns.filter((column, at) => settings[at]!.role !== 'ignored' && column.name !== imageColumn);
    const images =
      imageColumn === null ? null : await findImages(table, imageColumn, pathsOf(columns, imageColumn), reading);
    const parts = { columns: used, settings, data, guides, paths: table.paths ?? null };
    const planned = () => (images === null ? planTable(parts, reading) : planImageTable(parts, images, reading));
    const plan = problems.length > 0 ? [...problems] : isKnown ? await orProblem(planned) : wanted;
    const known = { columns, settings, profiles, plan: Array.isArray(plan) ? null : plan };
    const summary = {
      ...emptySummary(data),
      ...(table.sheets && { sheets: table.sheets }),
      columns: await summarizeColumns(known, reading),
      preview,
      order: await doSteadily(findOrder(columns, settings), 'look', reading),
    };
    if (Array.isArray(plan)) {
      const drawn = splitting({ rows: rowNumbers(count), classes: null }, { ...data.split, method: 'random' });
      const rows = countParts(await doSteadily(drawn, 'look', reading));
      return { ...summary, rows, warnings: [...plan, ...tableWarnings, ...warnings] };
    }
    const names = namesOfTargets(settings);
    const targets = used.filter(({ name }) => names.has(name));
    const classTarget = targets.find(({ kind }) => kind === 'categorical');
    const target = classTarget ?? targets[0];
    const shown = images === null ? null : await showTableImages(images, plan, target, reading);
    return {
      ...summary,
      rows: countParts(plan.rows),
      features: listFeatures(plan.preparation),
      targets: listTargets(plan.preparation),
      classCounts:
        classTarget?.kind === 'categorical' ? countClasses(classTarget.values, classTarget.categories, plan.rows) : [],
      images: shown?.images ?? [],
      warnings: [
        ...tableWarnings,
        ...plan.excluded.warnings,
        ...(images?.warnings ?? []),
        ...(shown?.broken ?? []),
        ...warnings,
        ...(await doSteadily(warnAboutColumns(used, settings, plan), 'look', reading)),
        ...(plan.ordered === null
          ? await warnAboutCopies(used, plan, reading)
          : await doSteadily(warnAboutSeries(columns, guides, summary.order, plan.ordered), 'look', reading)),
        ...warnAboutParts(targets, plan.rows),
      ],
    };
  } finally {
    room.close();
    table.close();
  }
}

/** As what a column is read for a look at it. Ignored are mostly names that differ in every row: of millions not all are held to be counted. */
function wantedOf(settings: readonly ColumnSetting[]): (setting: ColumnSetting) => WantedColumn {
  const ignored = settings.filter(({ role, kind }) => role === 'ignored' && kind === 'categorical').length;
  const mostCategories = Math.ceil(countedValues / Math.max(1, ignored));
  return ({ name, kind, role }) => ({ name, kind, ...(role === 'ignored' && { mostCategories }) });
}

/** Tells that values are looked at, and lets a window ask before the next stretch of work without a pause. */
async function lookNext(reading: Reading): Promise<void> {
  reading.report({ step: 'look', count: null });
  await setImmediate();
  reading.signal.throwIfAborted();
}

/** What is made, or in words why it cannot be. */
async function orProblem<Made>(make: () => Promise<Made>): Promise<Made | Words[]> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof UserError) return [error.words];
    throw error;
  }
}

function countParts({ train, validation, test }: PartRows): DatasetSummary['rows'] {
  return { train: train.length, validation: validation.length, test: test.length };
}
