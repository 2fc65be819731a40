import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
import { decodeImage, measureImage } from '../images/decoding/decode-image.ts';
import { isImageName } from '../images/decoding/image-kind.ts';
import { imagePath } from '../images/image-table.ts';
import { walkFolder } from '../images/walk-folder.ts';
import { unwatchedReading } from '../reading.ts';
import { isKey, isNamedAsIdentifier } from '../tables/columns.ts';
import { openTableFile } from '../tables/open-table-file.ts';
import { isSpacedFile } from '../tables/spaced-text.ts';
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
  const listing = files.find((names) => names.length === 1 && isNamedAsTable(names[0]!));
  if (listing !== undefined && new Set(images.map(([first]) => first)).size < 2) {
    // Images in no folders of classes, beside a table that says what they are.
    const found = await findTable(join(path, ...listing));
    if (found.source.kind === 'image-table') return found;
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

/** What a table is to learn from: its columns of keys, and whether one has the paths of images. */
async function findTable(path: string): Promise<FoundSource> {
  // What is wrong with a table is said where it is read, with its place on the page.
  const table = await openTableFile(path).catch(() => null);
  return table === null ? plainSource({ kind: 'table', path }) : lookAtTable({ kind: 'table', path }, table);
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
  return table === null && (await isSpacedFile(path)) ? plainSource({ kind: 'table', path }) : findText(path, bytes);
}

/** What there is to know of a table that was opened, which is closed then. */
async function lookAtTable(
  source: Extract<DataSource, { readonly kind: 'table' }>,
  table: TableSource,
): Promise<FoundSource> {
  const { path } = source;
  try {
    const identifiers = await table.profile(table.names.filter(isNamedAsIdentifier));
    const keyColumns = identifiers.filter(isKey).map(({ name }) => name);
    const cells = await table.preview(listedRows);
    const at = table.names.findIndex((_, at) =>
      namesImages(
        path,
        cells.map((row) => row[at]!),
      ),
    );
    if (at < 0) return { ...plainSource(source), keyColumns };
    const paths = cells.map((row) => imagePath(path, row[at]!)).filter((file) => existsSync(file));
    const imageForm = await suggestForm(paths);
    return { ...plainSource({ ...source, kind: 'image-table', column: table.names[at]! }), keyColumns, imageForm };
  } catch (error) {
    if (error instanceof UserError) return plainSource(source);
    throw error;
  } finally {
    table.close();
  }
}

/** Whether cells are paths of images, of which some are there; a few may be empty. */
function namesImages(table: string, cells: readonly string[]): boolean {
  const written = cells.filter((cell) => cell.trim() !== '');
  return (
    written.length * 2 > cells.length &&
    written.every((cell) => isImageName(basename(imagePath(table, cell)))) &&
    written.some((cell) => existsSync(imagePath(table, cell)))
  );
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
