import { type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../../shared/ipc/port.ts';
import { cut } from '../../../shared/messages/cut.ts';
import { dataMessages } from '../../../shared/messages/data.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import { sourceMessages, sourceWarnings } from '../../../shared/messages/sources.ts';
import { stampFile } from '../disk/file-stamp.ts';
import { type PlanParts, planTable, type TablePlan } from '../plan-table.ts';
import type { FeaturePreparation, Preparation } from '../preparation/preparation.ts';
import type { Reading } from '../reading.ts';
import type { Texts } from '../store/texts.ts';
import type { Column, TableSource } from '../tables/table.ts';
import type { CachedFile } from './cache/decoded-cache.ts';
import { formOf, prepareImage } from './image-dataset.ts';
import { findImagePlace, imagePath } from './image-place.ts';
import { findBroken, showImages } from './inspect-images.ts';

/** Rows whose image is missing that are told one by one. */
const namedRows = 20;
/** How long the files are looked at before others get their turn, in milliseconds. */
const longestTurn = 10;

/** The files that a column of a table names. */
export interface TableImages {
  readonly column: string;
  /** By the numbers of rows; one with an empty path where there is none. */
  readonly files: readonly CachedFile[];
  /** Rows whose image is not there. */
  readonly missing: readonly number[];
  readonly warnings: readonly Words[];
}

const noFile: CachedFile = { path: '', bytes: 0, modified: 0 };

/** Looks for the images of a column. Throws UserError if not one of them is there. */
export async function findImages(
  table: Pick<TableSource, 'file'>,
  column: string,
  cells: Texts,
  { signal, report }: Reading,
): Promise<TableImages> {
  const files: CachedFile[] = [];
  const missing: number[] = [];
  const place = findImagePlace(table.file, cells);
  let turnEnds = 0;
  for (let row = 0; row < cells.length; row++) {
    if (performance.now() > turnEnds) {
      report({ step: 'look', count: { done: row, of: cells.length } });
      await setImmediate();
      signal.throwIfAborted();
      turnEnds = performance.now() + longestTurn;
    }
    const path = imagePath(place, cells.at(row));
    const about = cells.at(row).trim() === '' ? null : statOf(path);
    if (about === null) missing.push(row);
    files.push(about === null ? noFile : { path, ...stampFile(about) });
  }
  if (missing.length === files.length) {
    const received = cells.length === 0 ? say(phrases.nothing) : cut(cells.at(0), 200);
    throw new UserError(say(sourceMessages['table-images-missing'], { file: table.file, received }));
  }
  const named = missing.slice(0, missing.length > namedRows + 1 ? namedRows : missing.length);
  const warnings = named.map((row) => {
    const cell = cells.at(row).trim();
    return say(sourceWarnings['row-image-missing'], {
      row: row + 1,
      name: cell === '' ? say(phrases['empty-cell']) : cell,
    });
  });
  const { folder, ending } = place;
  const isElsewhere = folder !== dirname(resolve(table.file)) || ending !== '';
  if (isElsewhere) {
    const { path } = files.find(({ path }) => path !== '')!;
    warnings.unshift(say(sourceWarnings['images-elsewhere'], { file: path }));
  }
  const more = missing.length - named.length;
  return {
    column,
    files,
    missing,
    warnings: more > 0 ? [...warnings, say(sourceWarnings['rows-images-missing'], { count: more })] : warnings,
  };
}

/** What the system knows of a file; null for what is not there, or is no file. */
function statOf(path: string): Stats | null {
  try {
    const about = statSync(path, { throwIfNoEntry: false });
    return about?.isFile() ? about : null;
  } catch {
    // A path that no system takes, or a folder that nobody may look into: the row has no image that can be read.
    return null;
  }
}

/** The column of the paths, if the table has it. Throws UserError otherwise. */
export function checkImageColumn({ names }: TableSource, column: string): string {
  if (names.includes(column)) return column;
  const values = { column, expected: `"${column}"`, received: cut(names.join(', '), 200) };
  throw new UserError(say(dataMessages['column-missing'], values));
}

/** The paths among columns that were read. */
export function pathsOf(columns: readonly Column[], name: string): Texts {
  const paths = columns.find((column) => column.name === name);
  if (paths?.kind !== 'text') throw new Error(`The column "${name}" was to be read as text. Received: ${paths?.kind}.`);
  return paths.values;
}

/** Images of the training part with what the target says of them, and which of all parts are broken. */
export async function showTableImages(
  { files, column }: TableImages,
  { rows, preparation }: TablePlan,
  target: Column | undefined,
  reading: Reading,
): Promise<Pick<Awaited<ReturnType<typeof showImages>>, 'images' | 'broken'>> {
  const shown = Array.from(rows.train, (row) => ({ path: files[row]!.path, label: labelOf(target, row) }));
  const { images, broken, looked } = await showImages(shown, formOf(preparation, column), reading);
  return { images, broken: [...broken, ...(await findBroken(files, rows, looked, reading))] };
}

function labelOf(target: Column | undefined, row: number): string {
  const value = target?.values.at(row);
  return target?.kind === 'categorical'
    ? (target.categories[Number(value)] ?? '')
    : value === undefined
      ? ''
      : String(value);
}

/** The plan of a table of images: rows without an image are in no part, and the images are a feature beside the others. */
export async function planImageTable(
  parts: PlanParts,
  { column, missing }: TableImages,
  reading: Reading,
): Promise<TablePlan> {
  const absent = new Set(missing);
  const earlier = parts.earlier ?? null;
  const image: FeaturePreparation = earlier?.features[column] ?? prepareImage(column, parts.data);
  const { preparation, ...plan } = await planTable(
    {
      ...parts,
      isUsable: (row) => !absent.has(row),
      earlier: earlier && withoutFeature(earlier, column),
    },
    reading,
  );
  const beside = preparation.features[column];
  if (beside !== undefined)
    throw new UserError(say(sourceMessages['input-shared'], { input: column, column, received: columnNameOf(beside) }));
  return { ...plan, preparation: { ...preparation, features: { [column]: image, ...preparation.features } } };
}

function columnNameOf(feature: FeaturePreparation): string {
  return feature.kind === 'numbers' ? feature.columns[0]!.column : 'column' in feature ? feature.column : '';
}

/** A preparation without one of its features. */
export function withoutFeature(preparation: Preparation, name: string): Preparation {
  const { [name]: _left, ...features } = preparation.features;
  return { ...preparation, features };
}
