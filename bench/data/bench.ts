import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { engineEnvironment } from '../../electron/services/engine-process.ts';

/** What every part of the bench of data gets. */
export interface DataBench {
  /** The project's folder. */
  readonly root: string;
  /** A folder for files, which the caller removes. */
  readonly scratch: string;
  /** A Python with Keras, TensorFlow and pandas. */
  readonly python: string;
  readonly rounds: number;
}

/** What a measured process answers beside its own figures. */
export interface ChildAnswer {
  /** The most megabytes that it held. */
  readonly peak: number;
  readonly versions?: unknown;
}

/** Runs one of our programs in a process of its own, with the environment that an engine has, as the memory that it takes is to be its own; answers its last line. */
export function runChild(root: string, file: string, args: readonly string[]): ChildAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), file, ...args], {
    cwd: root,
    env: engineEnvironment(process.env, process.platform),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${file} failed (${status}): ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

/** The last line of a measured process. */
export function answerParent(figures: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ ...figures, peak: process.resourceUsage().maxRSS / 1000 }));
}

/** A figure of a table. */
export const figure = (value: number): string => (value < 100 ? value.toFixed(2) : value.toFixed(0));
