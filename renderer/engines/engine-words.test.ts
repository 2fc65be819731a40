import { expect, test } from 'vitest';
import { missingTensorflow as missing } from '../testing/fake-engines.ts';
import { progressWords, remedyOf, workShare } from './engine-words.ts';

test('a remedy that a button of the page is, is not told as something to do elsewhere', () => {
  expect(remedyOf(missing)).toBeNull();
  const damaged = {
    ...missing,
    state: 'unavailable',
    remedy: 'layerloom engines install tensorflow',
  } as const;
  expect(remedyOf(damaged)).toBeNull();
  expect(remedyOf({ ...missing, name: 'wasm', state: 'ready', remedy: '' })).toBeNull();
});

test('of a missing tool only what comes before the install is told, as a command where it is one', () => {
  const then = ', then layerloom engines install tensorflow';
  expect(remedyOf({ ...missing, remedy: `sudo apt install build-essential${then}` })).toEqual({
    kind: 'command',
    text: 'sudo apt install build-essential',
  });
  expect(remedyOf({ ...missing, remedy: `install g++ and make${then}` })).toEqual({
    kind: 'words',
    text: 'install g++ and make',
  });
  expect(remedyOf({ ...missing, state: 'unavailable', remedy: 'use the engine wasm on this system' })).toEqual({
    kind: 'words',
    text: 'use the engine wasm on this system',
  });
});

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
