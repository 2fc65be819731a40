import type { DatasetProgress } from '../../shared/data/dataset.ts';

/** Milliseconds between two words on the same step: a window shows no more, and what reads reports far oftener. */
const interval = 100;

/**
 * Tells how far a reading is: every step as it begins, and that it is over, at once; within a step at most ten times a second. `now` is a
 * clock in milliseconds.
 */
export function createReadingTeller(
  send: (progress: DatasetProgress | null) => void,
  now: () => number = () => performance.now(),
): (progress: DatasetProgress | null) => void {
  let told: DatasetProgress | null = null;
  let at = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (progress?.step === told?.step && (progress === null || now() - at < interval)) return;
    told = progress;
    at = now();
    send(progress);
  };
}
