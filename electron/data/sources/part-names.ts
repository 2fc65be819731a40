import type { Part } from '../../../shared/data/dataset.ts';

/** How parts are written in folders and files of others, in small letters. */
const partNames: ReadonlyMap<string, Part> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** The part that a name of a folder, or a cell of a table, means; undefined if it means none. */
export function partNamed(name: string): Part | undefined {
  return partNames.get(name.trim().toLowerCase());
}
