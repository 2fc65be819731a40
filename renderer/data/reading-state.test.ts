import { expect, test } from 'vitest';
import { progressText, shareOf } from './ReadingState.tsx';

test('a reading says what it is at, counted where it can be', () => {
  expect(progressText({ step: 'mails', count: { done: 1204, of: 6046 } })).toBe('1,204 of 6,046 e-mails');
  expect(progressText({ step: 'check', count: { done: 2_000_000, of: 92_000_000 } })).toBe(
    'Checking the file: 2.0 MB of 92.0 MB',
  );
  expect(progressText({ step: 'look', count: null })).toBe('Looking at the values');
  expect(shareOf({ step: 'rows', count: { done: 1, of: 4 } })).toBe(0.25);
  expect(shareOf({ step: 'rows', count: { done: 0, of: 0 } })).toBeNull();
  expect(shareOf(null)).toBeNull();
});
