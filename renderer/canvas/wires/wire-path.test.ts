import { expect, test } from 'vitest';
import { wirePath } from './wire-path.ts';

test('a wire within a column is straight, its label half way', () => {
  expect(wirePath({ x: 10, y: 0 }, { x: 10, y: 40 })).toEqual({ path: 'M10 0L10 40', label: { x: 10, y: 20 } });
});

test('a wire to the next column goes round between the two and comes in from above', () => {
  const { path, label } = wirePath({ x: 108, y: 500 }, { x: 440, y: 0 });
  expect(label).toEqual({ x: 274, y: 250 });
  expect(path.startsWith('M108 500')).toBe(true);
  expect(path.endsWith('L440 0')).toBe(true);
});

test('corners never bend further than their run is long', () => {
  expect(wirePath({ x: 0, y: 0 }, { x: 6, y: 60 }).path).toBe('M0 0L0 33Q0 36 3 36L3 36Q6 36 6 39L6 60');
});
