import { setTimeout } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import type { Checkpoint } from '../formats/checkpoint.ts';
import { createCheckpointKeeper } from './checkpoint-keeper.ts';

/** How long a busy machine may take for what is there in a moment on another. */
const patient = { timeout: 30_000 };

const at = (updates: number): Checkpoint => ({
  weights: new Map(),
  slots: new Map(),
  position: { updates, epochs: 0, step: 0, seed: 0 },
  logs: {},
});

function keeperOf(interval: number) {
  const written: string[] = [];
  const keeper = createCheckpointKeeper(async (name, { position }) => {
    await setTimeout(5);
    written.push(`${name} ${position.updates}`);
  }, interval);
  return { keeper, written };
}

it('many states in a short time are few files, and the newest is on disk at the end', async () => {
  const { keeper, written } = keeperOf(60_000);
  for (let updates = 1; updates <= 50; updates++) {
    keeper.keep('last', at(updates));
    if (updates === 10) keeper.keep('best', at(updates));
    await setTimeout(2);
  }
  expect(keeper.isDue('last')).toBe(false);
  await keeper.flush();
  expect(written).toHaveLength(3);
  expect(written).toContain('best 10');
  expect(written).toContain('last 50');
});

it('a state is written by itself when its time has come', async () => {
  const { keeper, written } = keeperOf(50);
  keeper.keep('last', at(1));
  await setTimeout(20);
  keeper.keep('last', at(2));
  await vi.waitFor(() => expect(written).toEqual(['last 1', 'last 2']), patient);
  await vi.waitFor(() => expect(keeper.isDue('last')).toBe(true), patient);
});

it('what went wrong is told by the next state and by the flush', async () => {
  const keeper = createCheckpointKeeper(() => Promise.reject(new Error('disk full')), 0);
  keeper.keep('last', at(1));
  await setTimeout(20);
  expect(() => keeper.keep('last', at(2))).toThrow('disk full');
  await expect(keeper.flush()).rejects.toThrow('disk full');
});
