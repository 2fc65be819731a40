import { expect, it } from 'vitest';
import { fakeWasm, missingTensorflow, readyTensorflow } from '../testing/fake-engines.ts';
import { defaultEngine } from './default-engine.ts';

const card = { ...fakeWasm, name: 'webgpu' } as const;

it('the best that is ready trains a project which names no engine, but not one that wants to be named', () => {
  expect(defaultEngine([missingTensorflow, card, fakeWasm])).toBe(card);
  expect(defaultEngine([missingTensorflow, { ...card, onlyIfNamed: true }, fakeWasm])).toBe(fakeWasm);
  expect(defaultEngine([readyTensorflow, card, fakeWasm])).toBe(readyTensorflow);
  expect(defaultEngine([missingTensorflow])).toBeNull();
});
