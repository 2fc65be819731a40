/**
 * What it costs a training step that a run tells its events to a client: an engine process trains the same run with and without, in turns,
 * and the services hear it as they do in the app. `npm run bench:streaming [-- --rounds 60]`. Prints a table and writes
 * `bench/results/streaming.json`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createForkEngineHost } from '../electron/services/engine-process.ts';
import { buildEngine } from '../testing/engine-host.ts';
import { runStarter } from '../testing/run-starter.ts';
import { choiceOf, loadOfMachine, median, wholeNumberOf, writeResult } from './measure.ts';
import type { Stretch, Way } from './streaming/stretch.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starters by the names of the table, with the epochs and rows of a stretch: short, so that a round is over before the machine changes. */
const networks = {
  mlp: { starter: 'mlp-diabetes', overrides: { epochs: 40 } },
  cnn: { starter: 'cnn-mnist', overrides: { epochs: 1, limit: 1536 } },
} as const;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    networks: { type: 'string', default: Object.keys(networks).join(',') },
  },
});
const rounds = wholeNumberOf('rounds', values.rounds);
const wanted = choiceOf('networks', values.networks, Object.keys(networks) as (keyof typeof networks)[]);

const host = createForkEngineHost(await buildEngine('bench/streaming/engine.ts'));
const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));

/** The middle of what `of` tells of each pair of stretches in the same round, which the machine treated most alike. */
function medianOfPairs(stretches: readonly Stretch[], one: Way, other: Way, of: (stretch: Stretch) => number): number {
  const list = (way: Way) => stretches.filter((stretch) => stretch.way === way);
  const others = list(other);
  return median(list(one).map((stretch, round) => of(stretch) / of(others[round]!) - 1));
}

/** Milliseconds of a step in the fastest stretch of each way: what other programs take away, they take from others. */
function fastestOf(stretches: readonly Stretch[]): Readonly<Record<Way, number>> {
  const fastest = {
    bare: Number.POSITIVE_INFINITY,
    silent: Number.POSITIVE_INFINITY,
    streamed: Number.POSITIVE_INFINITY,
  };
  for (const { way, milliseconds, steps } of stretches) fastest[way] = Math.min(fastest[way], milliseconds / steps);
  return fastest;
}

try {
  const results = [];
  for (const network of wanted) {
    const file = join(scratch, `${network}.jsonl`);
    // The first round is not counted.
    Object.assign(process.env, { LAYERLOOM_STREAMING: file, LAYERLOOM_STREAMING_ROUNDS: `${rounds + 1}` });
    const { starter, overrides } = networks[network];
    const load = loadOfMachine();
    await runStarter(host, starter, { ...overrides, engine: 'tensorflow' }, () => false);
    const stretches = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Stretch);
    const streamed = stretches.filter(({ way }) => way === 'streamed');
    const time = ({ milliseconds, steps }: Stretch) => milliseconds / steps;
    const work = ({ cpuMilliseconds, steps }: Stretch) => cpuMilliseconds / steps;
    const ofWay = (of: (stretch: Stretch) => number) =>
      Object.fromEntries(
        (['bare', 'silent', 'streamed'] as const).map((way) => [
          way,
          median(stretches.filter((stretch) => stretch.way === way).map(of)),
        ]),
      ) as Readonly<Record<Way, number>>;
    const result = {
      network,
      rounds,
      load: [load, loadOfMachine()],
      stepMilliseconds: ofWay(time),
      cpuMilliseconds: ofWay(work),
      messagesPerSecond: median(streamed.map(({ sent, milliseconds }) => (1000 * sent) / milliseconds)),
      fastestMilliseconds: fastestOf(stretches),
      posting: {
        time: median(streamed.map(({ posting, milliseconds }) => posting.milliseconds / milliseconds)),
        cpu: median(streamed.map(({ posting, cpuMilliseconds }) => posting.cpuMilliseconds / cpuMilliseconds)),
      },
      streaming: {
        time: medianOfPairs(stretches, 'streamed', 'silent', time),
        cpu: medianOfPairs(stretches, 'streamed', 'silent', work),
      },
      loopAndStreaming: {
        time: medianOfPairs(stretches, 'streamed', 'bare', time),
        cpu: medianOfPairs(stretches, 'streamed', 'bare', work),
      },
    };
    results.push(result);
    const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
    const { stepMilliseconds: ms, cpuMilliseconds: cpu, streaming, loopAndStreaming } = result;
    console.log(
      `${network}: ms a step ${ms.bare.toFixed(4)} bare, ${ms.silent.toFixed(4)} silent, ${ms.streamed.toFixed(4)} streamed`,
    );
    console.log(
      `  work of all threads ${cpu.bare.toFixed(4)} bare, ${cpu.silent.toFixed(4)} silent, ${cpu.streamed.toFixed(4)} streamed`,
    );
    const { fastestMilliseconds: least, posting } = result;
    console.log(
      `  the fastest ${least.bare.toFixed(4)} bare, ${least.silent.toFixed(4)} silent, ${least.streamed.toFixed(4)} streamed`,
    );
    console.log(`  streaming costs ${percent(streaming.time)} of the time, ${percent(streaming.cpu)} of the work`);
    console.log(`  posting alone ${percent(posting.time)} and ${percent(posting.cpu)}`);
    console.log(`  with the loop itself ${percent(loopAndStreaming.time)} and ${percent(loopAndStreaming.cpu)}`);
    const what =
      'a training step in milliseconds: by batches alone, in the loop of a run whose events nobody takes, and with its events sent to a client; shares are medians over pairs of a round';
    writeResult(root, 'streaming', { what, networks: results });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
