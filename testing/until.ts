import { vi } from 'vitest';

/**
 * Waits until `condition` throws no more, and answers what it returns. For what comes in a moment on a quiet machine and may take many times as
 * long on a busy one; what never comes fails with what `condition` threw last.
 */
export function until<Result>(condition: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(condition, { timeout: 60_000 });
}
