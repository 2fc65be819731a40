import { expect, test } from 'vitest';
import { testBlock } from '../../testing/test-block.ts';
import { rescaling } from './rescaling.ts';

testBlock(rescaling, [
  { name: 'as it comes', inputs: [{ shape: [4] }], multiplyAdds: 0 },
  { name: 'with an offset', params: { scale: 2, offset: -1 }, inputs: [{ shape: [3, 2, 2] }], training: true },
  { name: 'backwards, one sample', params: { scale: -0.5 }, inputs: [{ shape: [4] }], batch: 1 },
  { name: 'whole numbers', params: { offset: 0.25 }, inputs: [{ shape: [3, 2], dtype: 'int32', values: 256 }] },
  { name: 'with a mask', params: { scale: 3 }, inputs: [{ shape: [4, 3], masked: true }] },
  { name: 'one number', inputs: [{ shape: [] }] },
]);

test('a Rescaling card shows what it does', () => {
  expect(rescaling.summary({ scale: 1 / 255, offset: 0 }, [])).toEqual(['times 0.003922']);
  expect(rescaling.summary({ scale: 2, offset: -1 }, [])).toEqual(['times 2', 'plus -1']);
});
