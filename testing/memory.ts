import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { appFolder } from '../electron/data/disk/places.ts';
import type { EngineHost } from '../electron/services/engine-process.ts';
import type { RunOverrides } from '../electron/services/runs.ts';
import type { Words } from '../shared/messages/sentence.ts';
import { runStarter } from './run-starter.ts';

/** What a run is watched for. */
export interface Watched {
  readonly starter: string;
  readonly overrides: RunOverrides;
  /** Steps until every graph and buffer is there, and those watched after them. */
  readonly warmUp: number;
  readonly steps: number;
  /** Milliseconds between readings: so few that there are some in a fifth of the steps. */
  readonly interval: number;
}

/** What an engine process held after so many steps, garbage collected. */
export interface Reading {
  readonly step: number;
  readonly bytes: number;
}

/** The memory of an engine process over some steps of a run. */
export interface MemoryOverSteps {
  readonly readings: readonly Reading[];
  /** From the least of the first fifth of the readings to the least of the last one, as a share of the first. */
  readonly growth: number;
  readonly engine: { readonly device: Words; readonly reason: Words };
}

/**
 * Trains a starter in an engine process and reads the memory that the process holds of the system. Garbage is collected before each reading:
 * what V8 has not collected yet goes up and down by more than a leak would in these steps.
 */
export async function watchMemory(
  engineHost: EngineHost,
  { starter, overrides, warmUp, steps, interval }: Watched,
): Promise<MemoryOverSteps> {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-memory-'));
  const file = join(folder, 'readings.jsonl');
  const { NODE_OPTIONS } = process.env;
  const reader = pathToFileURL(join(appFolder(), 'testing', 'read-memory.mjs')).href;
  process.env.NODE_OPTIONS = [NODE_OPTIONS, `--import=${reader}`].filter(Boolean).join(' ');
  process.env.LAYERLOOM_MEMORY_READINGS = file;
  process.env.LAYERLOOM_MEMORY_INTERVAL = `${interval}`;
  const done: { readonly time: number; readonly step: number }[] = [];
  let engine: MemoryOverSteps['engine'] | null = null;
  try {
    await runStarter(engineHost, starter, overrides, (event) => {
      if (event.event === 'train:begin') ({ engine } = event);
      if (event.event !== 'train:batch-end') return false;
      const [step] = event.points.at(-1)!;
      done.push({ time: event.time, step });
      return step >= warmUp + steps;
    });
    const all = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly time: number; readonly bytes: number });
    const readings = all
      .map(({ time, bytes }) => ({ bytes, step: done.findLast((each) => each.time <= time)?.step ?? 0 }))
      .filter(({ step }) => step >= warmUp && step < warmUp + steps);
    return { readings, growth: growthOf(readings), engine: engine! };
  } finally {
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
    delete process.env.LAYERLOOM_MEMORY_READINGS;
    delete process.env.LAYERLOOM_MEMORY_INTERVAL;
    rmSync(folder, { recursive: true, force: true });
  }
}

function growthOf(readings: readonly Reading[]): number {
  const few = 10;
  if (readings.length < few)
    throw new Error(`Memory is read ${few} times or more while it is watched. Received: ${readings.length}.`);
  const fifth = Math.floor(readings.length / 5);
  const least = (some: readonly Reading[]) => Math.min(...some.map(({ bytes }) => bytes));
  const first = least(readings.slice(0, fifth));
  return (least(readings.slice(-fifth)) - first) / first;
}
