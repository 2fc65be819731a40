import { describe, expect, it } from 'vitest';
import { threadsFor, wantedThreads } from './module.ts';

describe('threads', () => {
  it('are all of a small machine and half of a large one, at most 8', () => {
    expect([1, 2, 4, 6, 8, 16, 32].map(threadsFor)).toEqual([1, 2, 4, 3, 4, 8, 8]);
  });

  it('are those of LAYERLOOM_THREADS where it is set', () => {
    expect(wantedThreads({ LAYERLOOM_THREADS: '5' })).toBe(5);
    expect(wantedThreads({ LAYERLOOM_THREADS: '' })).toBe(wantedThreads({}));
    for (const wrong of ['0', '-1', '2.5', 'many', '100']) {
      expect(() => wantedThreads({ LAYERLOOM_THREADS: wrong })).toThrow(`Received: ${wrong}`);
    }
  });
});
