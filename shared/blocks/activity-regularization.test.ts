import { expect, test } from 'vitest';
import { testBlock, wordsOfProblem } from '../../testing/test-block.ts';
import { activityRegularization } from './activity-regularization.ts';

testBlock(activityRegularization, [
  { name: 'as it comes', inputs: [{ shape: [6] }], multiplyAdds: 0 },
  { name: 'L1', params: { l1: 0.3 }, inputs: [{ shape: [6], values: 'off-kinks' }], training: true },
  { name: 'L2, in use', params: { l2: 0.2 }, inputs: [{ shape: [3, 2, 2] }] },
  { name: 'both, with a mask', params: { l1: 0.1, l2: 0.4 }, inputs: [{ shape: [3, 4], masked: true }] },
  { name: 'one sample', params: { l1: 0.1, l2: 0.4 }, inputs: [{ shape: [4] }], batch: 1, training: true },
]);

test('ActivityRegularization needs decimal numbers', () => {
  expect(wordsOfProblem(activityRegularization, {}, [{ shape: [4], dtype: 'int32' }])).toBe(
    'ActivityRegularization computes with decimal numbers (float32); put an Embedding before it. Received: int32.',
  );
});

test('an ActivityRegularization card shows both factors', () => {
  expect(activityRegularization.summary({ l1: 0.01, l2: 0 }, [])).toEqual(['L1 0.01', 'L2 0']);
});
