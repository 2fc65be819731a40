import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

/** Rows of a query as they come. */
export interface StreamedRows {
  readonly chunk: DuckDBDataChunk;
  /** The first rows of the chunk, so many of them. */
  readonly count: number;
}

/**
 * The rows that are selected of a relation, in its order: the database keeps it. A row of our own comes last, because a stream that fails ends as if
 * that were all; should it not come, the query runs once more without a stream, which throws what went wrong.
 */
export async function* streamRows(
  connection: DuckDBConnection,
  selected: readonly string[],
  from: string,
): AsyncGenerator<StreamedRows> {
  const ending = selected.map(() => 'NULL').join(', ');
  const result = await connection.stream(
    `SELECT ${selected.join(', ')}, false FROM ${from} UNION ALL SELECT ${ending}, true`,
  );
  let isWhole = false;
  let rows = 0;
  for await (const chunk of result) {
    isWhole = chunk.getColumnVector(selected.length).getItem(chunk.rowCount - 1) === true;
    const count = isWhole ? chunk.rowCount - 1 : chunk.rowCount;
    rows += count;
    yield { chunk, count };
  }
  if (isWhole) return;
  await connection.run(`SELECT ${selected.map((value) => `count(${value})`).join(', ')} FROM ${from}`);
  throw new Error(`The rows of a table ended early. Received: ${rows} rows of ${from}.`);
}
