import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { buildNode, isStale } from '../../scripts/build.mjs';
import { loadOfMachine } from '../measure.ts';
import type { DataBench } from './bench.ts';

/** Columns of numbers, so many that rows take more memory than what is known of each row. */
const columns = 100;
/** Bytes of a number with its separator, as it is written. */
const bytesOfCell = 19.3;
/** Milliseconds between looks at what processes hold. */
const interval = 100;

/**
 * The most memory that the app takes to make a project for a CSV file and to train an epoch on it, from a terminal: all its processes
 * together. The target is a sum of some columns, so that a network can learn it. Linux only: it reads `/proc`.
 */
export async function measureMemory({ root, scratch }: DataBench, gigabytes: number): Promise<unknown> {
  if (process.platform !== 'linux')
    throw new Error(`Memory is read from /proc, which is Linux's. Received: ${process.platform}.`);
  if (isStale('node')) await buildNode();
  const rows = Math.round((gigabytes * 1e9) / bytesOfCell / (columns + 1));
  const file = join(scratch, 'wide.csv');
  await writeWide(file, rows);
  const bytes = statSync(file).size;
  console.log(`A CSV file of ${rows} rows and ${columns + 1} columns, ${(bytes / 1e9).toFixed(2)} GB.`);
  const load = loadOfMachine();
  const project = join(scratch, 'wide.loom');
  const made = await runCli(root, ['new', '--from', file, '--target', 'y', project]);
  console.log(`layerloom new: ${made.seconds.toFixed(0)} s, ${made.peak.toFixed(0)} MB`);
  const trained = await runCli(root, ['train', project, '--epochs', '1', '--json']);
  console.log(`layerloom train: ${trained.seconds.toFixed(0)} s, ${trained.peak.toFixed(0)} MB`);
  rmSync(file);
  const end = trained.lines.findLast((line) => line.includes('"train:epoch-end"') || line.includes('"r2_score"')) ?? '';
  const figures = ({ seconds, peak }: Watched) => ({ seconds, peak });
  return { bytes, rows, columns: columns + 1, made: figures(made), trained: { ...figures(trained), end }, load };
}

async function writeWide(file: string, rows: number): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  const numbers = Array.from({ length: columns }, (_, at) => `random() as x${at}`);
  await connection.run("set memory_limit = '2GB'");
  await connection.run('set preserve_insertion_order = false');
  await connection.run(
    `copy (select *, x0 + 2 * x1 - 3 * x2 + 0.1 * random() as y from (select ${numbers.join(', ')} from range(${rows}))) to '${file}'`,
  );
  connection.closeSync();
}

interface Watched {
  readonly seconds: number;
  /** Megabytes. */
  readonly peak: number;
}

async function runCli(root: string, args: readonly string[]): Promise<Watched & { readonly lines: string[] }> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(root, 'electron', 'cli', 'layerloom.mjs'), ...args], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, megabytesOf(child.pid!));
  }, interval);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`layerloom ${args[0]} failed (${status}): ${errors.slice(-2000)}`);
  return { seconds: (performance.now() - from) / 1000, peak, lines: output.split('\n') };
}

/** The most that a process and those it started have held of the memory, together: what they share counts for each of them. */
function megabytesOf(root: number): number {
  const about = new Map<number, { readonly parent: number; readonly kilobytes: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = read(`/proc/${name}/status`);
    const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    about.set(Number(name), { parent: number('PPid'), kilobytes: number('VmHWM') });
  }
  const isOurs = (pid: number): boolean => pid === root || isOursOf(about.get(pid)?.parent);
  const isOursOf = (parent: number | undefined): boolean => parent !== undefined && parent !== 0 && isOurs(parent);
  let kilobytes = 0;
  for (const [pid, process] of about) if (isOurs(pid)) kilobytes += process.kilobytes;
  return kilobytes / 1000;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
