import type { Logs } from '../../../shared/training/events.ts';
import { finite, type Judge } from './judge.ts';

/** What one batch was measured by, as numbers. */
export interface MeasuredNumbers {
  readonly total: number;
  /** Of each Output. */
  readonly losses: readonly number[];
  /** Of each Output and metric, the sums one after the other. */
  readonly sums: readonly (readonly (readonly number[])[])[];
}

/** Running values over batches. */
export interface Account {
  add(rows: number, measured: MeasuredNumbers): void;
  logs(): Logs;
  reset(): void;
}

/** Keeps the running loss, and that of each judge. */
export function createAccount(judges: readonly Judge[]): Account {
  let rowsSeen = 0;
  let lossSum = 0;
  return {
    add(rows, { total, losses, sums }) {
      rowsSeen += rows;
      lossSum += total * rows;
      judges.forEach((judge, index) => {
        judge.add(rows, losses[index]!, sums[index]!);
      });
    },
    logs: () => Object.assign({ loss: finite(lossSum / rowsSeen) }, ...judges.map((judge) => judge.logs())),
    reset() {
      rowsSeen = 0;
      lossSum = 0;
      for (const judge of judges) judge.reset();
    },
  };
}
