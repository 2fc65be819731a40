/**
 * A training step of ours beside those of Keras 3 on TensorFlow and JAX, PyTorch, TensorFlow.js's `fit` and our `wasm` engine: the same
 * networks, first weights and batches, in turns on this machine. `npm run bench:train -- --rounds 7 [--networks mlp,cnn] [--growth]`.
 * Prints a table and writes `bench/results/train.json`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePython, pythonForTraining } from '../scripts/test-environment.mjs';
import { sizeOf } from '../shared/blocks/define-block.ts';
import { choiceOf, median, wholeNumberOf, writeResult } from './measure.ts';
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
  },
});
const rounds = wholeNumberOf('rounds', values.rounds);
const wanted = choiceOf('networks', values.networks, Object.keys(networks));
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
    return { network: name, parameters, batch: network.rows, ms, ratioToOurs, shown, failed };
  } finally {
    for (const { running } of all) await running.close();
  }
}

function printTable(results: readonly Result[], among: readonly Program[]): void {
  console.log(`\nms a step (times ours), median of ${rounds} rounds, each in its best setting`);
  console.log(['network'.padEnd(16), ...among.map(({ name }) => name.padStart(18))].join(''));
  for (const { network, ms, ratioToOurs } of results) {
    const cells = among.map(({ name }) => {
      const milliseconds = ms[name];
      return milliseconds == null ? '-' : `${milliseconds.toFixed(2)} (${ratioToOurs[name]!.toFixed(2)})`;
    });
    console.log([network.padEnd(16), ...cells.map((cell) => cell.padStart(18))].join(''));
  }
}

/** Written after each network, so that what was measured is kept when the rest is not waited for. */
function write(results: readonly Result[], grown: readonly Grown[]): void {
  const what = 'one training step in milliseconds, each program in its best setting of those listed, in turns';
  writeResult(root, 'train', { what, versions, rounds, networks: results, growth: grown });
}

try {
  const results: Result[] = [];
  const grown: Grown[] = [];
  for (const name of wanted) {
    console.log(`${name}...`);
    results.push(await compare(name, networks[name]!(), programs, rounds));
    printTable(results.slice(-1), programs);
    write(results, grown);
  }
  const growing = programs.filter(({ name }) => ['ours', 'kerasTensorflow', 'kerasJax', 'pytorch'].includes(name));
  for (const { network, by, sizes, make } of values.growth ? growth : []) {
    for (const size of sizes) {
      const name = `${network} ${by} ${size}`;
      console.log(`${name}...`);
      grown.push({ ...(await compare(name, make({ [by]: size }), growing, Math.min(3, rounds))), by, size });
      write(results, grown);
    }
  }
  printTable(results, programs);
  if (grown.length > 0) printTable(grown, growing);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
