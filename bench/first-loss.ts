/**
 * From the start of training to the first loss that the window could draw: from the request that starts a starter's run to the first event
 * with a loss, in turns. `npm run bench:first-loss [-- --rounds 5] [--engines tensorflow]`. Prints a table and writes
 * `bench/results/first-loss.json`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engineNames } from '../shared/training/settings.ts';
import { runStarter } from '../testing/run-starter.ts';
import { builtEngineHost } from './built-engine.ts';
import { choiceOf, loadOfMachine, median, wholeNumberOf, writeResult } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the first loss may wait for, in seconds. */
const goals = { 'mlp-diabetes': 3, 'cnn-mnist': 3, 'lstm-spam': 6 } as const;
const starters = Object.keys(goals) as (keyof typeof goals)[];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    starters: { type: 'string', default: starters.join(',') },
    engines: { type: 'string', default: 'tensorflow' },
  },
});
const rounds = wholeNumberOf('rounds', values.rounds);
const wanted = choiceOf('starters', values.starters, starters);
const engines = choiceOf('engines', values.engines, engineNames);

/** Seconds from the request on. */
interface Start {
  /** To `train:begin`: data are read, the engine is started, its graph is made and proved. */
  readonly begin: number;
  readonly loss: number;
  readonly load: number;
}

const engineHost = await builtEngineHost();

async function measure(starter: string, engine: (typeof engines)[number]): Promise<Start> {
  let begin = 0;
  let loss = 0;
  const load = loadOfMachine();
  const asked = await runStarter(engineHost, starter, { engine }, (event) => {
    if (event.event === 'train:begin') begin = performance.now();
    if (event.event !== 'train:batch-end') return false;
    loss = performance.now();
    return true;
  });
  return { begin: (begin - asked) / 1000, loss: (loss - asked) / 1000, load };
}

const starts = wanted.flatMap((starter) => engines.map((engine) => ({ starter, engine, all: [] as Start[] })));
for (let round = 1; round <= rounds; round++) {
  for (const { starter, engine, all } of starts) {
    const start = await measure(starter, engine);
    all.push(start);
    console.log(
      `round ${round}, ${starter} on ${engine}: begins after ${start.begin.toFixed(2)} s, first loss after ${start.loss.toFixed(2)} s (load ${start.load})`,
    );
  }
}
const results = starts.map(({ starter, engine, all }) => ({
  starter,
  engine,
  goal: goals[starter],
  secondsToBegin: median(all.map(({ begin }) => begin)),
  secondsToFirstLoss: median(all.map(({ loss }) => loss)),
  least: Math.min(...all.map(({ loss }) => loss)),
  most: Math.max(...all.map(({ loss }) => loss)),
  load: median(all.map(({ load }) => load)),
}));
console.log('');
for (const { starter, engine, goal, secondsToFirstLoss, least } of results) {
  const seconds = `${secondsToFirstLoss.toFixed(2)} s, at least ${least.toFixed(2)}; goal ${goal}`;
  console.log(`${starter.padEnd(16)}${engine.padEnd(12)}${seconds}`);
}
const what =
  'seconds from the request that starts a run to its first event with a loss, as the window hears it; medians over rounds';
writeResult(root, 'first-loss', { what, rounds, starts: results });
