import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DataSource } from '../../../shared/data/document.ts';
import { type FoundSource, plainSource } from '../../../shared/data/found-source.ts';
import type { ImageForm } from '../../../shared/data/image-form.ts';
import { isNamedAsTable } from '../../../shared/data/table-endings.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { sourceMessages } from '../../../shared/messages/sources.ts';
import { isArrayFile, isArrayName } from '../arrays/array-files.ts';
import { describeFileError } from '../disk/file-error.ts';
import { listEntries } from '../disk/list-entries.ts';
import { decodeImage, measureImage } from '../images/decoding/decode-image.ts';
import { isImageName } from '../images/decoding/image-kind.ts';
import { findImagePlace, type ImagePlace, imagePath } from '../images/image-place.ts';
import { walkFolder } from '../images/walk-folder.ts';
import { unwatchedReading } from '../reading.ts';
import { isKey, isNamedAsIdentifier } from '../tables/columns.ts';
import { looksLikeTable } from '../tables/csv.ts';
import { openTableFile } from '../tables/open-table-file.ts';
import type { TableSource } from '../tables/table.ts';
import { listTextFolder } from '../text/list-text-folder.ts';
import { isNamedAsText } from '../text/text-name.ts';
import { partColumn } from '../text/text-table.ts';

/** Rows of a table that are looked at for the paths of images. */
const listedRows = 200;
/** Images that are measured to find what size suits them. */
const measuredImages = 64;
/** Images of one size are taken as they are up to this side; others are brought to one of these. */
const largestKept = 256;
/** How far red, green and blue of a grey pixel may lie apart. */
const greyTolerance = 8;
/** Tables in a folder, or beside it, that are looked into for the names of its images. */
const mostTables = 20;
const usualSides = { small: 64, large: 128 } as const;

/**
 * What is at a path: arrays, a folder of images or of texts, a text, else a table, with images or without; a sheet of a workbook, where one is named. Throws
 * UserError for what is not there, and for a sheet that is not.
 */
export async function findSource(path: string, sheet?: string): Promise<FoundSource> {
  const about = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read');
  });
  if (sheet !== undefined) {
    if (about.isDirectory()) throw new UserError(say(sourceMessages['sheet-of-none'], { file: path, received: sheet }));
    return lookAtTable({ kind: 'table', path, sheet }, await openTableFile(path, unwatchedReading(), { sheet }));
  }
  if (!about.isDirectory()) {
    if (await isArrayFile(path)) return plainSource({ kind: 'arrays', path });
    return isNamedAsText(path) ? findTableOrText(path, about.size) : findTable(path);
  }
  const { files } = await walkFolder(path, () => undefined);
  if (files.length === 0) throw new UserError(say(sourceMessages['folder-empty'], { file: path }));
  if (files.filter((names) => isArrayName(names.at(-1)!)).length * 2 > files.length)
    return plainSource({ kind: 'arrays', path });
  const images = files.filter((names) => isImageName(names.at(-1)!));
  // In no folders of classes: a table may say what they are.
  if (new Set(images.map((names) => (names.length > 1 ? names[0] : null))).size === 1) {
    const [first] = images[0]!.length > 1 ? images[0]! : [''];
    const found = await findListing(path, { folder: join(path, first!), ending: extname(images[0]!.at(-1)!) });
    if (found !== null) return found;
  }
  if (images.length * 2 > files.length) {
    const imageForm = await suggestForm(images.map((names) => join(path, ...names)));
    return { ...plainSource({ kind: 'image-folder', path }), imageForm };
  }
  // Texts that lie beside each other have no classes: they are one text, as the chapters of a book are.
  const isFlat = files.every((names) => names.length === 1);
  const texts = files.filter((names) => isNamedAsText(names.at(-1)!));
  if (isFlat && texts.length * 2 > files.length) {
    const sizes = await Promise.all(texts.map(async (names) => (await stat(join(path, ...names))).size));
    return findText(
      path,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
  const listed = await listTextFolder(path, unwatchedReading());
  const hasParts = listed.files.some(({ part }) => part !== null);
  return { ...plainSource({ kind: 'text-folder', path }), partColumn: hasParts ? partColumn : null };
}

/** The one table in a folder of images without classes, or beside it, that says by a column what most of them are; null where there is none, or several. */
async function findListing(folder: string, images: ImagePlace): Promise<FoundSource | null> {
  for (const place of [folder, dirname(folder)]) {
    const entries = await listEntries(place).catch(() => []);
    const tables = entries.filter((entry) => entry.isFile() && isNamedAsTable(entry.name)).slice(0, mostTables);
    const listings: FoundSource[] = [];
    for (const { name } of tables) {
      const found = await findTable(join(place, name), images);
      if (found.source.kind === 'image-table') listings.push(found);
    }
    if (listings.length > 0) return listings.length === 1 ? listings[0]! : null;
  }
  return null;
}

/** What a table is to learn from: its columns of keys, and whether one has the paths of images. */
async function findTable(path: string, images: ImagePlace | null = null): Promise<FoundSource> {
  // What is wrong with a table is said where it is read, with its place on the page.
  const table = await openTableFile(path).catch(() => null);
  return table === null ? plainSource({ kind: 'table', path }) : lookAtTable({ kind: 'table', path }, table, images);
}

/** What a file that is named as a text is: as a table a text has one column, or rows of different lengths. */
async function findTableOrText(path: string, bytes: number): Promise<FoundSource> {
  const table = await openTableFile(path).catch((error: unknown) => {
    if (error instanceof UserError) return null;
    throw error;
  });
  if (table !== null && table.names.length > 1) return lookAtTable({ kind: 'table', path }, table);
  table?.close();
  // What is wrong with a line of it, reading tells.
  return table === null && (await looksLikeTable(path)) ? plainSource({ kind: 'table', path }) : findText(path, bytes);
}

/** What there is to know of a table that was opened, which is closed then. Of a folder, most images that it names have to be in there. */
async function lookAtTable(
  source: Extract<DataSource, { readonly kind: 'table' }>,
  table: TableSource,
  images: ImagePlace | null = null,
): Promise<FoundSource> {
  const { path } = source;
  try {
    const identifiers = await table.profile(table.names.filter(isNamedAsIdentifier));
    const keyColumns = identifiers.filter(isKey).map(({ name }) => name);
    const cells = await table.preview(listedRows);
    for (const [at, column] of table.names.entries()) {
      const paths = findImagesOf(
        path,
        cells.map((row) => row[at]!),
        images,
      );
      if (paths.length === 0) continue;
      const imageForm = await suggestForm(paths);
      return { ...plainSource({ ...source, kind: 'image-table', column }), keyColumns, imageForm };
    }
    return { ...plainSource(source), keyColumns };
  } catch (error) {
    if (error instanceof UserError) return plainSource(source);
    throw error;
  } finally {
    table.close();
  }
}

/** The images that are there, where cells are paths of images; a few may be empty. */
function findImagesOf(table: string, cells: readonly string[], images: ImagePlace | null): readonly string[] {
  const written = cells.filter((cell) => cell.trim() !== '');
  if (written.length * 2 <= cells.length) return [];
  // To look into all folders beside a table for every column of words would take long.
  const beside = isImageName(basename(written[0]!)) ? undefined : [];
  const place = findImagePlace(table, written, images === null ? beside : [{ ...images, ending: '' }, images]);
  const paths = written.map((cell) => imagePath(place, cell));
  if (!paths.every((path) => isImageName(basename(path)))) return [];
  // A class of digits may well be called as an image of another row.
  if (place.ending !== '' && new Set(written).size < written.length) return [];
  const found = paths.filter((path) => existsSync(path));
  if (images === null) return found;
  const inside = found.filter((path) => path.startsWith(join(images.folder, sep)));
  return inside.length * 2 > written.length ? found : [];
}

/** Windows of a long text, at most: as many as a person waits for in an epoch. */
const mostWindows = 100_000;

/** A text whose next token is to be told. By characters, which few of make a vocabulary: a first try learns soon. */
function findText(path: string, bytes: number): FoundSource {
  const stride = Math.max(1, Math.ceil(bytes / mostWindows));
  return {
    ...plainSource({ kind: 'next-token', path, stride }),
    textForm: { tokenizer: 'character', lowercase: false, sequenceLength: 60 },
  };
}

/** Whether images have no colours, whatever their files have room for; the values of a JPEG may be off by a few. */
async function areGrey(paths: readonly string[]): Promise<boolean> {
  const form = {
    height: 16,
    width: 16,
    colorMode: 'rgb',
    resizing: 'stretch',
    interpolation: 'nearest',
    antialias: true,
  } as const;
  for (const path of paths) {
    const pixels = await decodeImage(path, form).catch(() => null);
    // A large photograph takes tens of milliseconds in this very thread; what else waits for it has its turn in between.
    await setImmediate();
    if (pixels === null) continue;
    for (let at = 0; at < pixels.length; at += 3) {
      const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyTolerance) return false;
    }
  }
  return true;
}

/** The size and colours that suit images, from some of them, evenly spaced. What cannot be read is not asked. */
async function suggestForm(paths: readonly string[]): Promise<ImageForm> {
  const step = Math.max(1, Math.floor(paths.length / measuredImages));
  const some = paths.filter((_, at) => at % step === 0);
  const measured = (await Promise.all(some.map((path) => measureImage(path).catch(() => null)))).filter(
    (measures) => measures !== null,
  );
  const rest = { resizing: 'stretch', interpolation: 'bilinear', antialias: true } as const;
  const [first] = measured;
  if (first === undefined) return { height: usualSides.small, width: usualSides.small, colorMode: 'rgb', ...rest };
  const colorMode = (await areGrey(some)) ? 'grayscale' : 'rgb';
  const isOneSize = measured.every(({ height, width }) => height === first.height && width === first.width);
  if (isOneSize && Math.max(first.height, first.width) <= largestKept)
    return { height: first.height, width: first.width, colorMode, ...rest };
  const sides = measured.map(({ height, width }) => Math.min(height, width)).sort((one, other) => one - other);
  const side = sides[Math.floor(sides.length / 2)]! <= 96 ? usualSides.small : usualSides.large;
  return { height: side, width: side, colorMode, ...rest };
}
