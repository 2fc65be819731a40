import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inTurns } from './in-turns.ts';

/** As in a browser each message is a task of its own; Node hands over many in one. */
class TaskChannel {
  readonly port1: { onmessage: () => void } = { onmessage: () => undefined };
  readonly port2 = { postMessage: () => void setImmediate(() => this.port1.onmessage()) };
}

beforeAll(() => void vi.stubGlobal('MessageChannel', TaskChannel));
afterAll(() => void vi.unstubAllGlobals());

function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('tasks are done in their order, and what else is to be done comes in between', async () => {
  const done: string[] = [];
  const add = inTurns();
  for (const name of ['first', 'second', 'third'])
    add(() => {
      busyFor(10);
      done.push(name);
      if (name === 'first') setImmediate(() => done.push('other'));
    });
  expect(done).toEqual([]);
  await expect.poll(() => done).toEqual(['first', 'other', 'second', 'third']);
});

test('a task that fails takes none of the others with it', async () => {
  const done: string[] = [];
  const failures: unknown[] = [];
  const note = (error: unknown) => failures.push(error);
  process.once('uncaughtException', note);
  const add = inTurns();
  add(() => {
    throw new Error('broken');
  });
  add(() => done.push('next'));
  await expect.poll(() => done).toEqual(['next']);
  await sleep(0);
  process.off('uncaughtException', note);
});
