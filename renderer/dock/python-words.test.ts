import { expect, test } from 'vitest';
import { pythonPieces } from './python-words.ts';

test('pieces together are the line, each of its kind', () => {
  const line = '    strides=None, rate=1e-07, name="a #1")  # why';
  const pieces = pythonPieces(line);
  expect(pieces.map(({ text }) => text).join('')).toBe(line);
  expect(pieces.filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'None' },
    { kind: 'number', text: '1e-07' },
    { kind: 'string', text: '"a #1"' },
    { kind: 'comment', text: '# why' },
  ]);
});

test('a call is the name before its bracket', () => {
  expect(pythonPieces('x = keras.layers.Conv2D(32)').find(({ kind }) => kind === 'call')).toEqual({
    kind: 'call',
    text: 'Conv2D',
  });
});
