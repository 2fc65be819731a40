import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import { findingOf } from './findings.ts';
import { recordOf } from './run-record.ts';

function run(loss: readonly (number | null)[], validation: readonly (number | null)[] = []) {
  const events = loss.map(
    (value, index): RunEvent => ({
      event: 'train:epoch-end',
      run: 'r',
      time: index,
      epoch: index + 1,
      logs: { loss: value, ...(validation[index] === undefined ? {} : { val_loss: validation[index] }) },
      seconds: 1,
      best: false,
    }),
  );
  return findingOf(recordOf('r', events));
}

describe('overfitting', () => {
  it('is said when validation has risen for three epochs while training still falls', () => {
    expect(run([1, 0.5, 0.4, 0.3, 0.2], [0.9, 0.6, 0.65, 0.7, 0.8])).toEqual({
      kind: 'overfitting',
      since: 2,
      until: 5,
      from: 0.6,
      to: 0.8,
    });
  });

  it('is not said of one bad epoch, of a flat curve, or of two epochs', () => {
    expect(run([1, 0.5, 0.4, 0.3, 0.2], [0.9, 0.6, 0.65, 0.59, 0.7])).toBeNull();
    expect(run([1, 0.5, 0.4, 0.3, 0.2], [0.9, 0.6, 0.601, 0.602, 0.603])).toBeNull();
    expect(run([1, 0.5, 0.4, 0.3], [0.9, 0.6, 0.7, 0.8])).toBeNull();
  });

  it('is not said when training gets worse as well, or without validation', () => {
    expect(run([1, 0.5, 0.52, 0.53, 0.54], [0.9, 0.6, 0.7, 0.8, 0.9])).toBeNull();
    expect(run([1, 0.5, 0.4, 0.3, 0.2])).toBeNull();
  });

  it('is taken back when validation falls to a new best', () => {
    expect(run([1, 0.5, 0.4, 0.3, 0.2, 0.1], [0.9, 0.6, 0.65, 0.7, 0.8, 0.5])).toBeNull();
  });
});

describe('divergence', () => {
  it('is said when the training loss stays far above its lowest value', () => {
    expect(run([1, 0.5, 0.9, 1.4, 3], [1, 0.5, 0.9, 1.4, 3])).toEqual({
      kind: 'divergence',
      since: 2,
      until: 5,
      from: 0.5,
      to: 3,
    });
  });

  it('leaves out epochs whose loss is not finite', () => {
    expect(run([1, null, 0.5, 0.9, 1.4, 3])?.since).toBe(3);
    expect(run([null, null, null, null])).toBeNull();
  });
});
