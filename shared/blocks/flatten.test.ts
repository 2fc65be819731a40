import { expect, test } from 'vitest';
import { testBlock } from '../../testing/test-block.ts';
import { flatten } from './flatten.ts';

testBlock(flatten, [
  { name: 'a picture', inputs: [{ shape: [3, 4, 2] }], multiplyAdds: 0 },
  { name: 'a row stays a row', inputs: [{ shape: [6] }] },
  { name: 'one number becomes a row', inputs: [{ shape: [] }] },
  { name: 'whole numbers stay whole', inputs: [{ shape: [2, 3], dtype: 'int32', values: 9 }] },
  { name: 'a mask ends here', inputs: [{ shape: [4, 3], masked: true }] },
]);

test('a Flatten card shows how many numbers there are', () => {
  expect(flatten.summary({}, [{ shape: [5, 5, 64], dtype: 'float32', masked: false }])).toEqual(['1600 numbers']);
  expect(flatten.summary({}, [])).toEqual([]);
});
