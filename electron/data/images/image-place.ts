import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { imageEndings } from './decoding/image-kind.ts';

/** Where the images lie that the cells of a table name. */
export interface ImagePlace {
  readonly folder: string;
  /** What their names have after what the cells say; empty where those say it all. */
  readonly ending: string;
}

/** Cells that are looked for. */
const lookedCells = 20;
/** Folders beside the table that are looked into. */
const mostFolders = 50;

/** Where a cell says that its image is, with slashes of any system. */
export function imagePath({ folder, ending }: ImagePlace, cell: string): string {
  const written = `${cell.trim()}${ending}`;
  return resolve(folder, process.platform === 'win32' ? written : written.replaceAll('\\', '/'));
}

/**
 * The folder of the table, where the first cells name images from there on; else that of some places where most of them are there: unless others are given,
 * the folder of the table and those in it, with each ending that images have.
 */
export function findImagePlace(table: string, cells: Iterable<string>, others?: readonly ImagePlace[]): ImagePlace {
  const some: string[] = [];
  for (const cell of cells) {
    if (cell.trim() !== '') some.push(cell);
    if (some.length === lookedCells) break;
  }
  const own = { folder: dirname(resolve(table)), ending: '' };
  const countIn = (place: ImagePlace) => some.filter((cell) => existsSync(imagePath(place, cell))).length;
  if (countIn(own) > 0) return own;
  let best: { readonly place: ImagePlace; readonly count: number } = { place: own, count: 0 };
  for (const place of others ?? placesIn(own.folder)) {
    const count = countIn(place);
    if (count > best.count) best = { place, count };
  }
  return best.place;
}

function placesIn(folder: string): ImagePlace[] {
  const folders = [folder, ...foldersIn(folder)];
  return folders.flatMap((folder) => ['', ...imageEndings].map((ending) => ({ folder, ending })));
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  return names
    .sort()
    .slice(0, mostFolders)
    .map((name) => join(folder, name));
}
