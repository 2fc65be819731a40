/**
 * A training step of ours beside those of Keras 3 on TensorFlow and JAX, PyTorch, TensorFlow.js's `fit` and our `wasm` engine: the same
 * networks, first weights and batches, in turns on this machine. `npm run bench:train -- --rounds 7 [--networks mlp,cnn] [--growth]`.
 * `--growth` also times and weighs networks of growing batches, sequences and depth, `--points "lstm length 20,mlp depth 8"` some of them;
 * `--networks none` leaves the others out. Prints tables and writes `bench/results/train.json`, in which what is not measured stays.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePython, pythonForTraining } from '../scripts/test-environment.mjs';
import { sizeOf } from '../shared/blocks/define-block.ts';
import { choiceOf, loadOfMachine, median, readResult, wholeNumberOf, writeResult } from './measure.ts';
import { type BenchNetwork, growth, networks } from './train/networks.ts';
import { prepareNetwork } from './train/prepare.ts';
import { type Program, programs, type Running, start } from './train/programs.ts';
import type { OpenedNetwork } from './train/worker.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    networks: { type: 'string', default: Object.keys(networks).join(',') },
    growth: { type: 'boolean', default: false },
    points: { type: 'string' },
  },
});
const rounds = wholeNumberOf('rounds', values.rounds);
const wanted = values.networks === 'none' ? [] : choiceOf('networks', values.networks, Object.keys(networks));
const allPoints = growth.flatMap(({ network, by, sizes, make }) =>
  sizes.map((size) => ({ name: `${network} ${by} ${size}`, by, size, make: () => make({ [by]: size }) })),
);
const names = allPoints.map(({ name }) => name);
const points = values.points ?? (values.growth ? names.join(',') : '');
const chosen = choiceOf('points', points, names);
const python = ensurePython(root, pythonForTraining);
if (python.path === undefined)
  throw new Error(`Keras and PyTorch are needed to compare with, and ${python.reason}: ${python.remedy}.`);
const places = { root, python: python.path };
const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));

/** Stretches by which the best setting of a program is found; the first of each is not counted. */
const stretchesToChoose = 3;

/** How far losses may be apart, as a share: all programs must train the same network. */
const tolerance = 1e-4;

/** What one program has shown on one network. */
interface Shown {
  readonly setting: string;
  readonly settings: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  readonly fastest: number;
  readonly secondsToFirstLosses: number;
  readonly peakMegabytes: number;
}

/** What all programs have shown on one network, with the versions of what computed. */
interface Result {
  readonly network: string;
  readonly parameters: number;
  readonly batch: number;
  readonly rounds: number;
  /** Of the machine, before and after. */
  readonly load: readonly number[];
  readonly ms: Readonly<Record<string, number | null>>;
  readonly ratioToOurs: Readonly<Record<string, number | null>>;
  readonly shown: Readonly<Record<string, Shown>>;
  readonly failed: Readonly<Record<string, string>>;
}

/** A network of one of several sizes. */
interface Grown extends Result {
  readonly by: string;
  readonly size: number;
}

/** What computed, by program. */
const versions: Record<string, Readonly<Record<string, string>>> = {};

/** Trains every batch once: milliseconds of one step, and the most memory the program had by then. */
async function timeStep(running: Running, { batches }: OpenedNetwork) {
  const { milliseconds, peakBytes } = await running.train();
  return { milliseconds: milliseconds / batches, peakBytes };
}

/** Opens every setting of a program one after the other and keeps the fastest running. */
async function openBest(program: Program, network: OpenedNetwork) {
  let best: { readonly running: Running; readonly milliseconds: number } | null = null;
  const settings: Record<string, number> = {};
  for (const setting of program.settings) {
    let running: Running;
    try {
      running = await start(program, setting, network, places);
    } catch (error) {
      // It must not go on beside what is timed next.
      await best?.running.close();
      throw error;
    }
    const times: number[] = [];
    for (let stretch = 0; stretch < stretchesToChoose; stretch++) {
      times.push((await timeStep(running, network)).milliseconds);
    }
    const milliseconds = median(times.slice(1));
    settings[setting.label] = milliseconds;
    if (best && best.milliseconds <= milliseconds) {
      await running.close();
      continue;
    }
    await best?.running.close();
    best = { running, milliseconds };
  }
  return { running: best!.running, settings };
}

/** Throws an Error where a program does not have the losses of ours before the first updates, or before the very first. */
function checkSameNetwork([ours, ...others]: readonly Running[]): void {
  for (const { program, opened } of others) {
    const losses = program.sameUpdates ? opened.losses : opened.losses.slice(0, 1);
    for (const [index, received] of losses.entries()) {
      const expected = ours!.opened.losses[index]!;
      // A loss that is no number is not ours either.
      if (!(Math.abs(expected - received) <= tolerance * Math.abs(expected)))
        throw new Error(
          `Before update ${index} ${program.name} must have our loss, ${expected}. Received: ${received}.`,
        );
    }
  }
}

async function compare(name: string, made: BenchNetwork, among: readonly Program[], turns: number): Promise<Result> {
  const load = loadOfMachine();
  const network = prepareNetwork(name, made, join(scratch, name.replaceAll(' ', '-')));
  const all: Awaited<ReturnType<typeof openBest>>[] = [];
  const failed: Record<string, string> = {};
  try {
    for (const program of among) {
      try {
        all.push(await openBest(program, network));
      } catch (error) {
        if (program.name === 'ours') throw error;
        failed[program.name] = (error as Error).message;
        console.log(`  ${program.name} is left out: ${(error as Error).message.slice(0, 300)}`);
      }
    }
    checkSameNetwork(all.map(({ running }) => running));
    const times = new Map(all.map(({ running }) => [running.program.name, [] as number[]]));
    const peaks = new Map<string, number>();
    for (let round = 0; round < turns; round++) {
      // Another one begins each time, so that none always follows the same.
      for (let turn = 0; turn < all.length; turn++) {
        const { running } = all[(turn + round) % all.length]!;
        const { milliseconds, peakBytes } = await timeStep(running, network);
        times.get(running.program.name)!.push(milliseconds);
        peaks.set(running.program.name, peakBytes);
      }
    }
    const shown = Object.fromEntries(
      all.map(({ running, settings }): [string, Shown] => {
        const { name: program } = running.program;
        versions[program] = running.opened.versions;
        return [
          program,
          {
            setting: running.setting.label,
            settings,
            milliseconds: median(times.get(program)!),
            fastest: Math.min(...times.get(program)!),
            secondsToFirstLosses: running.seconds,
            peakMegabytes: peaks.get(program)! / 1e6,
          },
        ];
      }),
    );
    const ms = Object.fromEntries(among.map((program) => [program.name, shown[program.name]?.milliseconds ?? null]));
    const ours = ms.ours!;
    const ratioToOurs = Object.fromEntries(
      Object.entries(ms).map(([program, milliseconds]) => [
        program,
        milliseconds === null ? null : milliseconds / ours,
      ]),
    );
    const parameters = network.layers
      .flatMap((layer) => layer.weights)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const facts = { network: name, parameters, batch: network.rows, rounds: turns, load: [load, loadOfMachine()] };
    return { ...facts, ms, ratioToOurs, shown, failed };
  } finally {
    for (const { running } of all) await running.close();
  }
}

/** Prints a row for each network with what is said of each program. */
function printTable(
  title: string,
  results: readonly Result[],
  among: readonly Program[],
  say: (result: Result, program: string) => string | null,
): void {
  const width = Math.max(16, ...results.map(({ network }) => network.length + 2));
  console.log(`\n${title}`);
  console.log(['network'.padEnd(width), ...among.map(({ name }) => name.padStart(18))].join(''));
  for (const result of results) {
    const cells = among.map(({ name }) => say(result, name) ?? '-');
    console.log([result.network.padEnd(width), ...cells.map((cell) => cell.padStart(18))].join(''));
  }
}

function sayTime({ ms, ratioToOurs }: Result, program: string): string | null {
  const milliseconds = ms[program];
  return milliseconds == null ? null : `${milliseconds.toFixed(2)} (${ratioToOurs[program]!.toFixed(2)})`;
}

function sayMemory({ shown }: Result, program: string): string | null {
  return shown[program]?.peakMegabytes.toFixed(0) ?? null;
}

function printTimes(results: readonly Result[], among: readonly Program[]): void {
  printTable('ms a step (times ours), median over rounds, each in its best setting', results, among, sayTime);
}

interface Kept {
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly networks: readonly Result[];
  readonly growth: readonly Grown[];
}

const earlier = readResult(root, 'train') as Kept | null;

/** What was measured now in the place of what was measured before, in the order of `all`. */
function joined<Each extends Result>(all: readonly string[], before: readonly Each[], now: readonly Each[]): Each[] {
  return all.flatMap((name) => {
    const found = [...now, ...before].find(({ network }) => network === name);
    return found ? [found] : [];
  });
}

/** Written after each network, so that what was measured is kept when the rest is not waited for. */
function write(results: readonly Result[], grown: readonly Grown[]): void {
  writeResult(root, 'train', {
    what: 'one training step in milliseconds, each program in its best setting of those listed, in turns; peak memory of its process in megabytes',
    versions: { ...earlier?.versions, ...versions },
    networks: joined(Object.keys(networks), earlier?.networks ?? [], results),
    growth: joined(names, earlier?.growth ?? [], grown),
  });
}

try {
  const results: Result[] = [];
  const grown: Grown[] = [];
  for (const name of wanted) {
    console.log(`${name}...`);
    results.push(await compare(name, networks[name]!(), programs, rounds));
    printTimes(results.slice(-1), programs);
    write(results, grown);
  }
  const growing = programs.filter(({ name }) => ['ours', 'kerasTensorflow', 'kerasJax', 'pytorch'].includes(name));
  for (const { name, by, size, make } of allPoints.filter((point) => chosen.includes(point.name))) {
    console.log(`${name}...`);
    try {
      grown.push({ ...(await compare(name, make(), growing, Math.min(3, rounds))), by, size });
    } catch (error) {
      // The other points are worth having.
      console.log(`  ${name} is left out: ${(error as Error).message}`);
      process.exitCode = 1;
      continue;
    }
    printTimes(grown.slice(-1), growing);
    write(results, grown);
  }
  if (results.length > 0) printTimes(results, programs);
  if (grown.length > 0) {
    printTimes(grown, growing);
    printTable('most memory of the process, MB', grown, growing, sayMemory);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
