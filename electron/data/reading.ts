import { setImmediate } from 'node:timers/promises';
import type { DatasetLook, DatasetProgress } from '../../shared/data/dataset.ts';
import type { Stretches } from '../../shared/data/stretches.ts';

/** One reading of a source, which may take long: hears how far it is, and may end it. */
export interface Reading {
  /** Ends the reading when it is aborted; what reads then rejects. */
  readonly signal: AbortSignal;
  report(progress: DatasetProgress): void;
  /** Hears at most once what the beginning tells, where that is known long before the rest. */
  show?(look: DatasetLook): void;
}

/** A reading that nobody watches or ends. */
export function unwatchedReading(): Reading {
  return { signal: new AbortController().signal, report: () => undefined };
}

/** The promise's value; rejects as soon as the reading is ended, whatever becomes of the promise. */
export async function unlessEnded<T>({ signal }: Pick<Reading, 'signal'>, promise: Promise<T>): Promise<T> {
  let end = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Milliseconds that this thread works for before others have their turn. */
const longestStretch = 25;

/** Does work in stretches, between which others have their turn. Tells how far it is; rejects as soon as the reading is ended. */
export async function doSteadily<Result>(
  work: Stretches<Result>,
  step: DatasetProgress['step'],
  { signal, report }: Pick<Reading, 'signal' | 'report'>,
): Promise<Result> {
  let count: DatasetProgress['count'] = null;
  report({ step, count });
  let since = performance.now();
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    if (next.value !== undefined) count = next.value;
    if (performance.now() - since < longestStretch) continue;
    report({ step, count });
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  }
}
