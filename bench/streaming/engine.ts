// Serves as an engine process. Where it is asked to train, it trains the run again and again: by batches alone, in the loop of a run whose
// events nobody takes, and in the loop with its events on their way to the process that asked, as the engine sends them. What each took
// goes into the file that LAYERLOOM_STREAMING names.

import { appendFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createEventGatherer } from '../../electron/engine/event-gatherer.ts';
import { createHandlers } from '../../electron/engine/handlers.ts';
import { type Job, openJob } from '../../electron/engine/job.ts';
import { trainRun } from '../../electron/engine/loop.ts';
import { loopSettings } from '../../electron/engine/train.ts';
import type { Checkpoint } from '../../electron/formats/checkpoint.ts';
import { createServer } from '../../shared/ipc/client-server.ts';
import { type EngineEvents, type EngineRequests, engineRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import { inEnglish } from '../../shared/messages/sentence.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { deriveSeed } from '../../shared/training/random.ts';
import type { Stretch, Way } from './stretch.ts';

const file = process.env.LAYERLOOM_STREAMING!;
const rounds = Number(process.env.LAYERLOOM_STREAMING_ROUNDS);

/** What posting has taken so far. */
let posting = { milliseconds: 0, cpuMilliseconds: 0 };

const port: Port = {
  post(message) {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    process.send!(message);
    const { user, system } = process.cpuUsage(cpu);
    posting.milliseconds += performance.now() - begun;
    posting.cpuMilliseconds += (user + system) / 1000;
  },
  onMessage: (listener) => process.on('message', listener),
  onClose: (listener) => process.on('disconnect', listener),
};

const { stop, ...handlers } = createHandlers({
  emit: () => undefined,
  tell: () => undefined,
  onReading: () => undefined,
  report: () => undefined,
  onText: () => undefined,
  onStage: () => undefined,
  onStarting: () => undefined,
});
const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, {
  ...handlers,
  'engine:train': async ({ directory }) => {
    const job = await openJob(directory, 'fresh');
    for (let round = 0; round < rounds; round++) {
      // Another one begins each time, so that none always follows the same.
      const ways: readonly Way[] = ['bare', 'silent', 'streamed'];
      for (let turn = 0; turn < ways.length; turn++) {
        const way = ways[(turn + round) % ways.length]!;
        const stretch = await measure(job, way);
        // The first round is where V8 gets to know the code.
        if (round > 0) appendFileSync(file, `${JSON.stringify(stretch)}\n`);
      }
    }
    job.close();
    const end = { outcome: 'finished', reason: null, test: null } as const;
    server.push('run:events', [{ event: 'train:end', run: job.run.run, time: Date.now(), ...end, seconds: 0 }]);
    return end;
  },
});
port.onClose(() => process.exit(0));

async function measure(job: Job, way: Way): Promise<Stretch> {
  const { epochs } = job.run.training;
  let sent = 0;
  const gatherer = createEventGatherer((events) => {
    sent++;
    server.push('run:events', [...events]);
  });
  posting = { milliseconds: 0, cpuMilliseconds: 0 };
  const [begun, cpu, before] = [performance.now(), process.cpuUsage(), job.step.steps];
  if (way === 'bare') await trainBare(job);
  else {
    const emit = (event: RunEvent) => {
      // The end is told once, after all.
      if (way === 'streamed' && event.event !== 'train:end') gatherer.take(event);
    };
    await trainLoop(job, emit);
  }
  gatherer.flush();
  await nextTurn();
  const { user, system } = process.cpuUsage(cpu);
  const steps = job.step.steps - before;
  const milliseconds = performance.now() - begun;
  return { way, epochs, steps, sent, milliseconds, cpuMilliseconds: (user + system) / 1000, posting };
}

async function trainBare({ run, feed, step }: Job): Promise<void> {
  const { epochs, batchSize, seed } = run.training;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    step.resetLogs();
    const shuffleSeed = deriveSeed(seed, 'shuffle', epoch);
    for await (const batch of feed.batches('train', { batchSize, shuffleSeed })) await step.train(batch);
  }
}

/** The loop of a run without validation, test and checkpoints, which have nothing to do with its events. */
async function trainLoop(job: Job, emit: (event: RunEvent) => void): Promise<void> {
  const settings = loopSettings(job);
  const checkpoint = { weights: new Map(), slots: new Map() } as unknown as Checkpoint;
  const end = await trainRun({
    ...settings,
    rows: { ...settings.rows, validation: 0, test: 0 },
    capture: async () => checkpoint,
    keeper: { isDue: () => false, keep: () => undefined, flush: async () => undefined },
    signal: new AbortController().signal,
    emit,
  });
  if (end.outcome !== 'finished')
    throw new Error(`A run that is timed goes well. Received: ${inEnglish(end.reason ?? '')}`);
}
