import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** A number of a command line. Throws an Error for what is no whole number of at least 1. */
export function wholeNumberOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`--${option} must be a whole number, 1 or more. Received: ${text}.`);
}

/** Names of a command line, joined by commas. Throws an Error for one that there is not. */
export function choiceOf<Name extends string>(option: string, text: string, names: readonly Name[]): readonly Name[] {
  const wanted = text.split(',').filter(Boolean);
  const unknown = wanted.find((name) => !names.includes(name as Name));
  if (unknown === undefined) return wanted as Name[];
  throw new Error(`--${option} names some of ${names.join(', ')}. Received: ${unknown}.`);
}

/** How many programs wanted a core in the last minute, on average; what is measured besides them tells less. */
export function loadOfMachine(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/** The middle one of some numbers, or the mean of the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What `bench/results/<name>.json` holds from an earlier run; null where there is none. */
export function readResult(root: string, name: string): unknown {
  const file = join(root, 'bench', 'results', `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Writes `bench/results/<name>.json`: what was measured, after the machine that it was measured on. */
export function writeResult(
  root: string,
  name: string,
  measured: Readonly<Record<string, unknown>> & { readonly what: string },
): void {
  const { what, ...rest } = measured;
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ what, machine, ...rest }, null, 2)}\n`);
}
