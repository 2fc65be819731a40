import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inTurns } from './in-turns.ts';

/** What tasks have thrown, which a browser tells and goes on. */
const thrown: unknown[] = [];

/** As in a browser each message is a task of its own; Node hands over many in one. */
class TaskChannel {
  readonly port1: { onmessage: () => void } = { onmessage: () => undefined };
  readonly port2 = { postMessage: () => void setImmediate(() => this.#take()) };

  #take(): void {
    try {
      this.port1.onmessage();
    } catch (error) {
      thrown.push(error);
    }
  }
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
  const add = inTurns();
  const broken = new Error('broken');
  add(() => {
    throw broken;
  });
  add(() => done.push('next'));
  await expect.poll(() => done).toEqual(['next']);
  expect(thrown).toEqual([broken]);
});
