/** One measurement: the step of the run and the loss of that batch; a loss that is not finite is null. */
export type Point = readonly [step: number, loss: number | null];

interface Buffer {
  steps: Float64Array;
  /** NaN stands for a loss that is not finite. */
  losses: Float64Array;
  length: number;
}

/**
 * An immutable view of a growing row of points. Appending costs no copy: a longer view shares the buffer of the one before, so a run of
 * tens of thousands of batches can be state of React.
 */
export interface PointLog {
  readonly length: number;
  readonly buffer: Readonly<Buffer>;
}

/** A log without points. */
export function emptyPointLog(): PointLog {
  return { length: 0, buffer: { steps: new Float64Array(256), losses: new Float64Array(256), length: 0 } };
}

/** The log with points at its end. The given log stays as it was. */
export function appendPoints(log: PointLog, points: readonly Point[]): PointLog {
  if (points.length === 0) return log;
  const length = log.length + points.length;
  let buffer: Buffer = log.buffer;
  // Someone else appended to this view before: its tail is not ours to overwrite.
  if (buffer.length !== log.length || length > buffer.steps.length) {
    const capacity = Math.max(256, 2 ** Math.ceil(Math.log2(length + 1)));
    const steps = new Float64Array(capacity);
    const losses = new Float64Array(capacity);
    steps.set(buffer.steps.subarray(0, log.length));
    losses.set(buffer.losses.subarray(0, log.length));
    buffer = { steps, losses, length: log.length };
  }
  for (const [step, loss] of points) {
    buffer.steps[buffer.length] = step;
    buffer.losses[buffer.length] = loss ?? Number.NaN;
    buffer.length += 1;
  }
  return { length, buffer };
}

/** The step of a point. */
export function stepAt(log: PointLog, index: number): number {
  return log.buffer.steps[index]!;
}

/** The loss of a point; NaN where it was not finite. */
export function lossAt(log: PointLog, index: number): number {
  return log.buffer.losses[index]!;
}

/** The index of the point nearest to a step; null for an empty log. Steps never fall. */
export function nearestIndex(log: PointLog, step: number): number | null {
  if (log.length === 0) return null;
  let low = 0;
  let high = log.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stepAt(log, middle) < step) low = middle + 1;
    else high = middle;
  }
  return low > 0 && step - stepAt(log, low - 1) <= stepAt(log, low) - step ? low - 1 : low;
}
