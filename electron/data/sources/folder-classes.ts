import { gatherValues, type PreparedRows } from '../preparation/gather.ts';
import { columnTargets, type Preparation } from '../preparation/preparation.ts';

/**
 * The right answers of files by the folders that they are in, from the paths to them: the first folder on the way that is named as a class of
 * a model's only target; -1 for a file in none. Empty where no file is in one.
 */
export function readFolderClasses(preparation: Preparation, paths: readonly string[]): PreparedRows['targets'] {
  const [[name, target] = [], ...others] = columnTargets(preparation);
  if (name === undefined || target?.kind !== 'classes' || others.length > 0) return new Map();
  const numbers = new Map(target.classes.map((of, number) => [of, number]));
  const classes = Int32Array.from(paths, (path) => {
    const folder = path.split('/').find((part, at, all) => at < all.length - 1 && numbers.has(part));
    return folder === undefined ? -1 : numbers.get(folder)!;
  });
  return classes.some((number) => number >= 0) ? new Map([[name, gatherValues(classes)]]) : new Map();
}
