import { expect, test } from 'vitest';
import { learned, plain, testRefusals } from '../../testing/normalization-cases.ts';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { groupNormalization } from './group-normalization.ts';
import { defaultParams } from './params.ts';

testBlock(groupNormalization, [
  { name: 'two groups', params: { groups: 2 }, inputs: [{ shape: [6] }] },
  { name: 'on a picture', params: { groups: 2 }, inputs: [{ shape: [3, 2, 4] }], training: true },
  { name: 'a group for each channel', params: { groups: -1 }, inputs: [{ shape: [3, 2, 4] }], batch: 1 },
  { name: 'one group, with a mask', params: { groups: 1 }, inputs: [{ shape: [3, 4], masked: true }] },
  { name: 'without scale and shift', params: { ...plain, groups: 3 }, inputs: [{ shape: [4, 6] }] },
  { name: 'with everything changed', params: { ...learned, groups: 2 }, inputs: [{ shape: [4, 4] }] },
]);

testRefusals(groupNormalization);

test('GroupNormalization refuses channels that do not split evenly', () => {
  expect(wordsOfProblem(groupNormalization, {}, [{ shape: [4, 48] }])).toBe(
    'GroupNormalization splits the channels into 32 groups, so their number must be divisible by it. Received: 48 channels.',
  );
  expect(wordsOfProblem(groupNormalization, { groups: 0 }, [{ shape: [1] }])).toContain('Received: 1 channel.');
});

test('a GroupNormalization card shows its groups', () => {
  const groups = (count: number) =>
    groupNormalization.summary({ ...defaultParams(groupNormalization.params), groups: count }, []);
  expect([groups(1), groups(8), groups(-1)]).toEqual([['1 group'], ['8 groups'], ['a group for each channel']]);
});
