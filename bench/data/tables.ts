import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadOfMachine, median } from '../measure.ts';
import { type ChildAnswer, type DataBench, figure, runChild } from './bench.ts';

/** Rows of a batch, and how often all rows are gone through. */
const batchSize = 1024;
const epochs = 3;

const kinds = ['csv', 'parquet'] as const;

interface TableReading extends ChildAnswer {
  /** Seconds until the first batch could be asked for: read, split, prepared. */
  readonly ready: number;
  /** Seconds of each epoch of batches. */
  readonly epochs: readonly number[];
  /** Rows of an epoch, the training part. */
  readonly rows: number;
}

/**
 * Rows a second of a table of flights (`flights-3m.parquet` of `vega-datasets`), as CSV and as Parquet: from the file to the end of the first
 * epoch of shuffled, prepared batches, and of an epoch after it; against pandas with `tf.data` on the same file.
 */
export async function measureTables({ root, scratch, python, rounds }: DataBench, rows: number): Promise<unknown> {
  const files = await writeFlights(root, scratch, rows);
  const results = [];
  for (const kind of kinds) {
    const pairs: { ours: TableReading; pandas: TableReading; load: number }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const load = loadOfMachine();
      const ours = () => runChild(root, 'bench/data/tables-ours.ts', [files[kind], `${batchSize}`, `${epochs}`]);
      const pandas = () => readWithPandas(root, python, files[kind]);
      // They take turns in going first, too.
      const pair =
        round % 2 === 1
          ? { pandas: pandas(), ours: ours() as TableReading, load }
          : { ours: ours() as TableReading, pandas: pandas(), load };
      pairs.push(pair);
      const words = ({ ready, epochs: [first, ...later] }: TableReading) =>
        `ready after ${ready.toFixed(2)} s, first epoch ${first!.toFixed(2)} s, later ${median(later).toFixed(2)} s`;
      console.log(
        `${kind}, round ${round}, load ${load}: pandas + tf.data ${words(pair.pandas)}; ours ${words(pair.ours)}`,
      );
    }
    const middle = (of: (pair: (typeof pairs)[number]) => number) => Number(median(pairs.map(of)).toPrecision(4));
    const through = ({ ready, epochs: [first] }: TableReading) => rows / (ready + first!);
    const later = ({ rows: used, epochs: [, ...rest] }: TableReading) => used / median(rest);
    results.push({
      kind,
      ours: { through: middle(({ ours }) => through(ours)), later: middle(({ ours }) => later(ours)) },
      pandas: { through: middle(({ pandas }) => through(pandas)), later: middle(({ pandas }) => later(pandas)) },
      ratioThrough: middle(({ ours, pandas }) => through(ours) / through(pandas)),
      ratioLater: middle(({ ours, pandas }) => later(ours) / later(pandas)),
      peakMegabytes: { ours: middle(({ ours }) => ours.peak), pandas: middle(({ pandas }) => pandas.peak) },
      loads: pairs.map(({ load }) => load),
      versions: pairs[0]!.pandas.versions,
    });
  }
  console.log(
    '\nrows a second'.padEnd(21) + ['through', 'pandas', 'ratio', 'later', 'tf.data', 'ratio'].map(cell).join(''),
  );
  for (const { kind, ours, pandas, ratioThrough, ratioLater } of results)
    console.log(
      kind.padEnd(20) +
        [ours.through, pandas.through, ratioThrough, ours.later, pandas.later, ratioLater]
          .map(figure)
          .map(cell)
          .join(''),
    );
  return { rows, batchSize, results };
}

const cell = (text: string): string => text.padStart(12);

/** The first flights, in both forms; their columns are a date, two numbers and two airports. */
async function writeFlights(
  root: string,
  scratch: string,
  rows: number,
): Promise<Record<(typeof kinds)[number], string>> {
  const source = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
  const files = { csv: join(scratch, 'flights.csv'), parquet: join(scratch, 'flights.parquet') };
  const connection = await (await DuckDBInstance.create()).connect();
  for (const file of Object.values(files)) await connection.run(`copy (from '${source}' limit ${rows}) to '${file}'`);
  connection.closeSync();
  return files;
}

function readWithPandas(root: string, python: string, file: string): TableReading {
  const args = [join(root, 'bench', 'data', 'tables.py'), file, `${batchSize}`, `${epochs}`];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`pandas failed (${status}): ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}
