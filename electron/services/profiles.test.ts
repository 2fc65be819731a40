import { beforeAll, describe, expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
import { createServer } from '../../shared/ipc/client-server.ts';
import type { EngineEvents, EngineRequests } from '../../shared/ipc/contract.ts';
import { engineRequests } from '../../shared/ipc/contract.ts';
import type { Port } from '../../shared/ipc/port.ts';
import type { Profile, Profiled, ProfileProgress } from '../../shared/ipc/profile.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { networks, trainingOf } from '../../testing/networks.ts';
import { createInProcessEngineHost } from './engine-process.ts';
import { createProfiles } from './profiles.ts';

const profiled: Profiled = {
  model: networks.cnn,
  data: emptyData,
  training: { ...trainingOf(), engine: 'wasm' },
  directory: null,
};

const measured: Profile = {
  engine: { name: 'wasm', version: '1', device: 'CPU', reason: 'asked' },
  batchSize: 32,
  ownData: false,
  rounds: 3,
  blocks: [],
  whole: { forward: 1, forwardBackward: 2 },
  time: 0,
};

/** Measurements on an engine whose answer comes when the test says so. */
function withFakeEngine() {
  const answers: ((profile: Profile) => void)[] = [];
  const gone = new Set<Port>();
  let run: string | null = null;
  const host = createInProcessEngineHost((port) => {
    port.onClose(() => gone.add(port));
    const server = createServer<EngineRequests, EngineEvents>(port, engineRequests, {
      'engine:profile': () => {
        server.push('profile:progress', { phase: 'measure', share: 0.5 });
        return new Promise<Profile>((resolve) => void answers.push(resolve));
      },
    } as never);
  });
  const profiles = createProfiles(host, { training: () => run });
  return {
    profiles,
    answers,
    gone,
    train: (name: string | null) => {
      run = name;
    },
    /** Resolves when the engine has been asked so many times. */
    async asked(times: number) {
      while (answers.length < times) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

test('a measurement is answered, tells its caller how far it is, and lets its engine go', async () => {
  const { profiles, answers, asked, gone } = withFakeEngine();
  const told: (readonly [string, ProfileProgress])[] = [];
  profiles.onProgress((...all) => told.push(all));
  const answer = profiles.measure('mine', profiled);
  await asked(1);
  answers[0]!(measured);
  expect(await answer).toEqual({ outcome: 'done', profile: measured });
  expect(told).toEqual([['mine', { phase: 'measure', share: 0.5 }]]);
  expect(gone.size).toBe(1);
});

test('one model is measured at a time', async () => {
  const { profiles, answers, asked } = withFakeEngine();
  const first = profiles.measure('mine', profiled);
  await expect(profiles.measure('other', profiled)).rejects.toThrow('being measured already');
  // Nor does the name of another end it.
  profiles.cancel('other');
  await asked(1);
  answers[0]!(measured);
  expect((await first).outcome).toBe('done');
});

test('nothing is measured while a run trains', async () => {
  const { profiles, answers, train } = withFakeEngine();
  train('2026-digits');
  await expect(profiles.measure('mine', profiled)).rejects.toThrow('Received: 2026-digits, which trains.');
  expect(answers).toEqual([]);
});

describe('a measurement under way', () => {
  test('is ended by who asked for it, with its process, and the next one begins', async () => {
    const { profiles, answers, asked, gone } = withFakeEngine();
    const first = profiles.measure('mine', profiled);
    await asked(1);
    profiles.cancel('mine');
    expect(await first).toEqual({ outcome: 'cancelled' });
    expect(gone.size).toBe(1);
    const second = profiles.measure('mine', profiled);
    await asked(2);
    answers[1]!(measured);
    expect((await second).outcome).toBe('done');
  });

  test('is ended by a run that begins, which is said', async () => {
    const { profiles, asked, gone } = withFakeEngine();
    const answer = profiles.measure('mine', profiled);
    await asked(1);
    profiles.interrupt('2026-digits');
    await expect(answer).rejects.toThrow('Received: 2026-digits.');
    expect(gone.size).toBe(1);
  });

  test('ends with the app', async () => {
    const { profiles, asked } = withFakeEngine();
    const answer = profiles.measure('mine', profiled);
    await asked(1);
    profiles.close();
    expect(await answer).toEqual({ outcome: 'cancelled' });
  });
});

describe('in a process of its own', () => {
  let host: Awaited<ReturnType<typeof createTestEngineHost>>;
  beforeAll(async () => {
    host = await createTestEngineHost();
  });

  test('a network is measured', async () => {
    const profiles = createProfiles(host, { training: () => null });
    const answer = await profiles.measure('mine', profiled);
    expect(answer).toMatchObject({ outcome: 'done', profile: { batchSize: 32, engine: { name: 'wasm' } } });
  });

  test.each([0, 300, 1500])('cancelling after %i ms ends it at once, and its process', async (after) => {
    const profiles = createProfiles(host, { training: () => null });
    const answer = profiles.measure('mine', { ...profiled, training: { ...profiled.training, batchSize: 512 } });
    await new Promise((resolve) => setTimeout(resolve, after));
    profiles.cancel('mine');
    expect(await answer).toEqual({ outcome: 'cancelled' });
    // One that has measured to the end is let go, and ends by itself.
    expect(await host.started.at(-1)!.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  test('a model with a problem is refused with its words', async () => {
    const main = networks.cnn.graphs.main!;
    const model = { ...networks.cnn, graphs: { main: { ...main, wires: {} } } };
    const profiles = createProfiles(host, { training: () => null });
    await expect(profiles.measure('mine', { ...profiled, model })).rejects.toThrow(
      /needs a wire|nothing is wired|Received/,
    );
    // And that was the end of it.
    await expect(profiles.measure('mine', { ...profiled, model })).rejects.not.toThrow('measured already');
  });
});
