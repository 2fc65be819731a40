import { expect, it } from 'vitest';
import { decodePixels } from './pixels.ts';

it('grey values become opaque colours, and what is missing is black', () => {
  const base64 = btoa(String.fromCharCode(0, 128, 255));
  expect([...decodePixels(base64, 4, 1)]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255, 0, 0, 0, 255]);
});

it('colours stay as they are', () => {
  const base64 = btoa(String.fromCharCode(1, 2, 3, 4, 5));
  expect([...decodePixels(base64, 2, 3)]).toEqual([1, 2, 3, 255, 4, 5, 0, 255]);
});
