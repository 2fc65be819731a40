import { type DatasetSummary, type Part, parts } from './dataset.ts';

type ClassCount = DatasetSummary['classCounts'][number];

/** Classes and how many rows each part has of them, as they are listed. */
export interface ClassBalance {
  /** The parts that have rows at all: another lacks no class more than the rest. */
  readonly parts: readonly Part[];
  readonly listed: readonly ClassCount[];
  /** Classes that are not listed, each of which is in every part. */
  readonly more: number;
}

/** At most so many classes of a dataset, but all that some part lacks: where there are more, those come first. */
export function balanceOf(
  { classCounts, rows }: Pick<DatasetSummary, 'classCounts' | 'rows'>,
  most: number,
): ClassBalance {
  const used = parts.filter((part) => rows[part] > 0);
  if (classCounts.length <= most) return { parts: used, listed: classCounts, more: 0 };
  const isLacking = (one: ClassCount) => used.some((part) => one.parts[part] === 0);
  const lacking = classCounts.filter(isLacking);
  const others = classCounts.filter((one) => !isLacking(one));
  const listed = [...lacking, ...others.slice(0, Math.max(0, most - lacking.length))];
  return { parts: used, listed, more: classCounts.length - listed.length };
}
