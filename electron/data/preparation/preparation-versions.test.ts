import { expect, test } from 'vitest';
import { migratePreparation, preparationVersion } from './preparation-versions.ts';

test('version 3 kept targets as they were read, and nothing of how numbers were written', () => {
  const before = {
    version: 3,
    windows: null,
    features: { x: { kind: 'image', height: 2, width: 2, divisor: 255 } },
    targets: {
      price: { kind: 'number', column: 'price' },
      corners: { kind: 'number', column: 'corners', shape: [4] },
      kind: { kind: 'classes', column: 'kind', classes: ['a', 'b'] },
    },
  };
  const after = {
    ...before,
    version: 4,
    targets: {
      price: { kind: 'number', column: 'price', steps: [] },
      corners: { kind: 'number', column: 'corners', shape: [4], steps: [] },
      kind: before.targets.kind,
    },
    notations: {},
  };
  expect(migratePreparation(before)).toEqual(after);
  expect(migratePreparation(after)).toBe(after);
  expect(preparationVersion).toBe(4);
});
