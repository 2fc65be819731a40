import type { Stats } from 'node:fs';

/** What tells a file from what it was before, without a look into it: another size or time makes it another file. */
export interface FileStamp {
  readonly bytes: number;
  /** When it was last changed, in milliseconds since 1970. */
  readonly modified: number;
}

export function stampFile({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): FileStamp {
  return { bytes: size, modified: mtimeMs };
}
