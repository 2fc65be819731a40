import type { EngineProgress } from '../../../shared/ipc/engines.ts';

/** Tells how far something is, in bytes or without a measure. */
export interface Progress {
  /** A new phase begins; `total` bytes if known. */
  phase(phase: EngineProgress['phase'], total?: number | null): void;
  /** So many bytes of the phase are done, of so many in all. */
  at(done: number, total?: number | null): void;
  /** Tells what is not told yet; nothing comes after it. */
  end(): void;
}

/** Least time between two events, in milliseconds: 20 a second. */
const pace = 50;

/** Least time before a time left is said, in seconds: earlier the rate is not known. */
const earliestRate = 0.5;

/** Passes progress on, at most 20 events a second and the last one always. */
export function createProgress(
  what: Pick<EngineProgress, 'engine' | 'action'>,
  emit: (progress: EngineProgress) => void,
): Progress {
  let current: EngineProgress | null = null;
  let began = 0;
  let told = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!current) return;
    told = performance.now();
    emit(current);
  };
  const change = (next: EngineProgress) => {
    current = next;
    if (timer) return;
    const wait = told + pace - performance.now();
    if (wait <= 0) tell();
    else {
      timer = setTimeout(tell, wait);
      timer.unref();
    }
  };
  return {
    phase(phase, total = null) {
      began = performance.now();
      change({ ...what, phase, done: 0, total, secondsLeft: null });
    },
    at(done, total = current?.total ?? null) {
      if (!current) return;
      const seconds = (performance.now() - began) / 1000;
      const known = total !== null && done > 0 && seconds >= earliestRate;
      const secondsLeft = known ? Math.max(0, ((total - done) * seconds) / done) : null;
      change({ ...current, done, total, secondsLeft });
    },
    end() {
      if (timer) tell();
    },
  };
}
