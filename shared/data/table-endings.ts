/** What the names of files end in that are offered as tables; which kind a file is, and how it is written, is found by looking into it. */
export const tableEndings = ['csv', 'tsv', 'txt', 'parquet', 'json', 'jsonl', 'ndjson', 'xlsx'] as const;

/** Whether a file is a table by its name. */
export function isNamedAsTable(name: string): boolean {
  return tableEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}
