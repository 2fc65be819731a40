import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { threadsFor, wantedThreads } from './module.ts';

describe('threads', () => {
  it('are all of a small machine and half of a large one, at most 8', () => {
    expect([1, 2, 4, 6, 8, 16, 32].map(threadsFor)).toEqual([1, 2, 4, 3, 4, 8, 8]);
  });

  it('are one for a network whose work is too little to share', () => {
    expect(wantedThreads(200_000, {})).toBe(1);
    expect(wantedThreads(300_000_000, {})).toBe(wantedThreads(undefined, {}));
    expect(wantedThreads(undefined, {})).toBe(threadsFor(os.availableParallelism()));
  });

  it('are those of LAYERLOOM_THREADS where it is set', () => {
    expect(wantedThreads(200_000, { LAYERLOOM_THREADS: '5' })).toBe(5);
    expect(wantedThreads(undefined, { LAYERLOOM_THREADS: '' })).toBe(wantedThreads(undefined, {}));
    for (const wrong of ['0', '-1', '2.5', 'many', '100']) {
      expect(() => wantedThreads(undefined, { LAYERLOOM_THREADS: wrong })).toThrow(`Received: ${wrong}`);
    }
  });
});
