import type { RunRecord } from './run-record.ts';

/** Something a run's curves say, with the span of epochs it is read from. */
export type Finding =
  | {
      readonly kind: 'overfitting';
      /** The epoch whose validation loss was lowest. */
      readonly since: number;
      readonly until: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'divergence';
      /** The epoch whose training loss was lowest. */
      readonly since: number;
      readonly until: number;
      readonly from: number;
      readonly to: number;
    };

/** Epochs that must agree before the curves are said to say something: one bad epoch is chance. */
const agreeing = 3;
/** How far above its best a validation loss must stay to be called rising. */
const rise = 1.02;
/** How far above its best a training loss must stay to be called diverging. */
const divergence = 1.25;

interface Measured {
  readonly epoch: number;
  readonly loss: number;
  readonly validation: number | null;
}

/**
 * What the curves of a run say, at most one thing. Overfitting: for at least three epochs in a row up to now the validation loss stays
 * above its lowest value while the training loss stays below what it was then. Divergence: the same of the training loss itself,
 * by a quarter.
 */
export function findingOf(record: RunRecord): Finding | null {
  const epochs: Measured[] = [];
  for (const { epoch, logs } of record.epochs) {
    const { loss, val_loss: validation } = logs;
    if (typeof loss === 'number') epochs.push({ epoch, loss, validation: validation ?? null });
  }
  const last = epochs.at(-1);
  if (!last || epochs.length <= agreeing) return null;
  const recent = epochs.slice(-agreeing);

  const lowest = lowestBy(epochs, ({ loss }) => loss);
  if (lowest && lowest.epoch < recent[0]!.epoch && recent.every(({ loss }) => loss > lowest.loss * divergence)) {
    return { kind: 'divergence', since: lowest.epoch, until: last.epoch, from: lowest.loss, to: last.loss };
  }
  const best = lowestBy(epochs, ({ validation }) => validation);
  if (!best || best.validation === null || last.validation === null || best.epoch >= recent[0]!.epoch) return null;
  const from = best.validation;
  const overfits = recent.every(
    ({ loss, validation }) => validation !== null && validation > from * rise && loss < best.loss,
  );
  return overfits ? { kind: 'overfitting', since: best.epoch, until: last.epoch, from, to: last.validation } : null;
}

function lowestBy(epochs: readonly Measured[], value: (epoch: Measured) => number | null): Measured | null {
  let lowest: Measured | null = null;
  for (const epoch of epochs) {
    const own = value(epoch);
    if (own === null) continue;
    const least = lowest === null ? null : value(lowest);
    if (least === null || own < least) lowest = epoch;
  }
  return lowest;
}
