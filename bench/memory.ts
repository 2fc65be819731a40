/**
 * The memory of an engine process over 5,000 steps of three starters, on TensorFlow and on `wasm`. `npm run bench:memory [-- --steps 5000]
 * [--networks mlp,cnn,lstm] [--engines tensorflow,wasm]`. Prints a table and writes `bench/results/memory.json`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { watchMemory } from '../testing/memory.ts';
import { builtEngineHost } from './built-engine.ts';
import { choiceOf, loadOfMachine, readResult, wholeNumberOf, writeResult } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starters by the names of the table, with the steps after which all that a run needs has been made: the graph of an epoch's last, shorter batch
 * is in use from the fourth epoch on. */
const networks = {
  // So many because they are so short: V8 takes seconds until its heap has the size that it keeps.
  mlp: { starter: 'mlp-diabetes', warmUp: 5000, interval: 25 },
  cnn: { starter: 'cnn-mnist', warmUp: 1900, interval: 250 },
  lstm: { starter: 'lstm-spam', warmUp: 300, interval: 250 },
} as const;
const engines = ['tensorflow', 'wasm'] as const;

/** How many readings of each run are written down. */
const kept = 50;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '5000' },
    networks: { type: 'string', default: Object.keys(networks).join(',') },
    engines: { type: 'string', default: engines.join(',') },
  },
});
const steps = wholeNumberOf('steps', values.steps);
const wanted = choiceOf('networks', values.networks, Object.keys(networks) as (keyof typeof networks)[]);
const on = choiceOf('engines', values.engines, engines);

const engineHost = await builtEngineHost();
interface Run {
  readonly network: string;
  readonly engine: string;
}

// What is not watched now stays as it was found.
const { runs = [] } = (readResult(root, 'memory') ?? {}) as { readonly runs?: readonly Run[] };
const results = new Map(runs.map((run) => [`${run.network} ${run.engine}`, run]));
console.log(['network', 'engine', 'MB at first', 'MB at last', 'growth, %'].map((title) => title.padEnd(14)).join(''));
for (const network of wanted) {
  for (const engine of on) {
    const { starter, warmUp, interval } = networks[network];
    const load = loadOfMachine();
    const watched = { starter, warmUp, steps, interval, overrides: { engine, epochs: 1_000_000 } };
    const { readings, growth, engine: facts } = await watchMemory(engineHost, watched);
    const megabytes = readings.map(({ step, bytes }) => ({ step, megabytes: bytes / 1e6 }));
    const row = [
      network,
      engine,
      megabytes[0]!.megabytes.toFixed(1),
      megabytes.at(-1)!.megabytes.toFixed(1),
      (100 * growth).toFixed(2),
    ];
    console.log(row.map((cell) => cell.padEnd(14)).join(''));
    const every = Math.ceil(megabytes.length / kept);
    const run = {
      network,
      ...facts,
      engine,
      warmUp,
      steps,
      growth,
      load: [load, loadOfMachine()],
      readings: megabytes.filter((_each, at) => at % every === 0),
    };
    results.set(`${network} ${engine}`, run);
    // After each, so that what was measured is kept when the rest is not waited for.
    const what =
      'megabytes that an engine process holds of the system over the steps of a run, garbage collected before each reading; growth as a share';
    writeResult(root, 'memory', { what, runs: [...results.values()] });
  }
}
