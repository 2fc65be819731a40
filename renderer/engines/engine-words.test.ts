import { expect, test } from 'vitest';
import { progressWords, workShare } from './engine-words.ts';

test('work says what it is at, in sizes where they are known', () => {
  const progress = { engine: 'tensorflow', action: 'install', phase: 'download', secondsLeft: 11 } as const;
  const work = { step: 'working', progress: { ...progress, done: 12e7, total: 24e7 } } as const;
  expect([progressWords(work), workShare(work)]).toEqual(['Downloading TensorFlow, 120 MB of 240 MB', 0.5]);
  expect(workShare({ ...work, step: 'cancelling' })).toBeNull();
  expect(progressWords({ ...work, step: 'cancelling' })).toBe('Cancelling');
  const building = { step: 'working', progress: { ...progress, phase: 'build', done: 0, total: null } } as const;
  expect(progressWords(building)).toContain('Compiling');
  expect(workShare(building)).toBeNull();
  expect(progressWords({ step: 'working', progress: null })).toBe('Beginning');
});
