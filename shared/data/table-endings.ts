/** What the names of files end in that are offered as tables; which kind a file is, and how it is written, is found by looking into it. */
export const tableEndings = ['csv', 'tsv', 'txt', 'data', 'dat', 'parquet', 'json', 'jsonl', 'ndjson', 'xlsx'] as const;

/** What the names of files of arrays end in; those of IDX files in other ways too. */
export const arrayEndings = ['npy', 'npz', 'idx'] as const;

/** What the name of a file of arrays has at its end: also that of an IDX file as its makers name them, packed or not. */
export const arrayEnding = /(?:\.np[yz]|[-.]idx\d-ubyte(?:\.gz)?|\.idx(?:\.gz)?)$/i;

/** Whether a file is a table by its name. */
export function isNamedAsTable(name: string): boolean {
  return tableEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** Whether a file is data that can be learned from by its name: a table, or arrays. */
export function isNamedAsData(name: string): boolean {
  return isNamedAsTable(name) || arrayEnding.test(name);
}
