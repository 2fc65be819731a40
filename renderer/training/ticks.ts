/** A value axis: its ends and where its lines stand. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** A round step (1, 2 or 5 times a power of ten) that cuts a span into at most `parts` parts. */
function roundStep(span: number, parts: number): number {
  const power = 10 ** Math.floor(Math.log10(span / parts));
  for (const factor of [1, 2, 2.5, 5, 10]) if (span / (factor * power) <= parts + 1e-9) return factor * power;
  return 10 * power;
}

/** A linear axis around the values given, with at most five round ticks; the ends are ticks. */
export function linearAxis(lowest: number, highest: number): Axis {
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) return { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] };
  let [low, high] = [Math.min(lowest, highest), Math.max(lowest, highest)];
  if (high - low < 1e-12 * Math.max(1, Math.abs(high))) {
    const room = Math.abs(high) * 0.1 || 1;
    [low, high] = [low - room, high + room];
  }
  // Values that reach near zero are read against zero.
  if (low > 0 && low < (high - low) * 0.4) low = 0;
  for (let parts = 4; ; parts--) {
    const step = roundStep(high - low, parts);
    const first = Math.floor(low / step + 1e-9);
    const end = Math.ceil(high / step - 1e-9);
    if (end - first <= 4 || parts === 1) {
      const ticks = Array.from({ length: end - first + 1 }, (_, index) => tidy((first + index) * step));
      return { domain: [ticks[0]!, ticks.at(-1)!], ticks };
    }
  }
}

const logFactors: readonly (readonly number[])[] = [
  [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8],
  [1, 1.5, 2, 3, 5, 7],
  [1, 2, 5],
  [1, 3],
  [1],
];

/** A logarithmic axis around positive values, with at most five ticks: the densest of a few round sets that fits. */
export function logAxis(lowest: number, highest: number): Axis {
  if (!(lowest > 0) || !Number.isFinite(highest)) return { domain: [0.1, 1], ticks: [0.1, 0.3, 1] };
  const low = lowest === highest ? lowest / 2 : lowest;
  const high = lowest === highest ? highest * 2 : highest;
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const ticksOf = (factors: readonly number[], every: number): readonly number[] => {
    const ticks: number[] = [];
    for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
      for (const factor of factors) {
        const tick = tidy(factor * 10 ** power);
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    }
    return ticks;
  };
  for (const factors of logFactors) {
    const ticks = ticksOf(factors, 1);
    if (ticks.length <= 5) return { domain: [low, high], ticks };
  }
  return { domain: [low, high], ticks: ticksOf([1], Math.ceil((last - first + 1) / 5)) };
}

/** Round places along an axis of whole things (epochs, steps) from 0, the end left out unless it is round. */
export function countTicks(end: number, most: number): readonly number[] {
  if (end <= 0) return [0];
  const step = Math.max(1, roundStep(end, most));
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  const ticks: number[] = [];
  for (let tick = 0; tick <= end + 1e-9; tick += whole) ticks.push(tick);
  return ticks;
}
