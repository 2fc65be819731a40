import { expect, test } from 'vitest';
import { startKeras } from './keras.ts';

test('the oracle answers with values and rejects with the traceback', async () => {
  const keras = startKeras();
  try {
    expect(
      await keras.run('output = keras.ops.sum(array(input))', [
        [1, 2],
        [3, 4],
      ]),
    ).toBe(10);
    await expect(keras.run('output = missing')).rejects.toThrow('missing');
  } finally {
    keras.close();
  }
});
