import { expect, it } from 'vitest';
import { decodeGrey } from './pixels.ts';

it('grey values become opaque colours, and what is missing is black', () => {
  const base64 = btoa(String.fromCharCode(0, 128, 255));
  expect([...decodeGrey(base64, 4)]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255, 0, 0, 0, 255]);
});
