import { beforeAll, expect, test } from 'vitest';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';
import { type FittedTargetStep, undoSteps } from '../../../shared/data/steps/index.ts';
import { onEachQuickEngine } from '../../../testing/backends.ts';
import { startBackend } from '../backends/backend.ts';
import { undoOnDevice } from './undo-target.ts';

onEachQuickEngine('numbers on the device', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startBackend(engine));
  });

  const log: FittedTargetStep = { step: 'log' };
  const scale: FittedTargetStep = { step: 'scale', centers: [2], scales: [0.5] };
  const each: FittedTargetStep = { step: 'scale', centers: [1, 9], scales: [3, 0.1] };

  test.each([
    ['a logarithm', [log]],
    ['a scale', [scale]],
    ['a logarithm and a scale', [log, scale]],
    ['a scale and a logarithm', [scale, log]],
    ['a scale for each number of a row', [log, each]],
  ] as const)('are undone as others are: %s', (_, steps) => {
    const rows = [
      [-1.5, 0],
      [0.25, 1.5],
    ];
    const width = steps.some((step) => step.step === 'scale' && step.centers.length > 1) ? 2 : 1;
    const expected = rows.flatMap((row) =>
      width === 2 ? undoSteps(steps, row) : row.flatMap((value) => undoSteps(steps, [value])),
    );
    const undone = undoOnDevice(tf, steps, tf.tensor(rows), false).dataSync();
    for (const [at, value] of undone.entries())
      expect(value / (expected[at] || 1)).toBeCloseTo(expected[at] ? 1 : 0, 4);
  });

  test('keep their differences beside a mean that leaves a float32 none', () => {
    const far: FittedTargetStep = { step: 'scale', centers: [2e9], scales: [4] };
    const between = (differences: boolean) => {
      const [one, other] = [0.5, 0.75].map((value) => undoOnDevice(tf, [far], tf.tensor([[value]]), differences));
      return tf.sub(other!, one!).dataSync()[0];
    };
    expect([between(true), between(false)]).toEqual([1, 0]);
  });
});
