import { expect } from 'vitest';
import type { Tfjs } from '../../../shared/blocks/define-block.ts';

/** For tests: what `measure` counts is the same after `times` calls more, once there were `first`; it is measured after each. */
export function expectSteady(
  tf: Tfjs,
  run: () => unknown,
  measure: () => Readonly<Record<string, unknown>>,
  { first, times }: { readonly first: number; readonly times: number },
): void {
  const repeat = (count: number) => {
    for (let i = 0; i < count; i++) {
      tf.tidy(() => {
        run();
      });
      measure();
    }
  };
  repeat(first);
  const before = measure();
  repeat(times);
  expect(measure()).toEqual(before);
}
