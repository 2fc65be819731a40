/** How fast a run goes, smoothed over the last seconds, and how long it still takes. */
export interface Pace {
  /** Training steps done in some seconds. */
  trained(steps: number, seconds: number): void;
  /** Batches of the validation part measured in some seconds. */
  evaluated(batches: number, seconds: number): void;
  stepsPerSecond(): number;
  secondsLeft(left: { readonly steps: number; readonly evaluations: number }): number;
}

/** What the smoothing mostly looks back on. */
const secondsRemembered = 10;

/** A forward pass alone, as a share of a training step, until one has been timed: a backward pass is about two forward passes. */
const forwardShare = 1 / 3;

/** Starts without knowing anything: rates are 0 until the first steps are timed. */
export function createPace(): Pace {
  const training = createRate();
  const evaluation = createRate();
  return {
    trained: training.add,
    evaluated: evaluation.add,
    stepsPerSecond: () => (training.secondsEach() > 0 ? 1 / training.secondsEach() : 0),
    secondsLeft({ steps, evaluations }) {
      const each = training.secondsEach();
      return steps * each + evaluations * (evaluation.secondsEach() || each * forwardShare);
    },
  };
}

/** Seconds for each item, with older times counting less and less. */
function createRate(): { add(items: number, seconds: number): void; secondsEach(): number } {
  let items = 0;
  let seconds = 0;
  return {
    add(moreItems, moreSeconds) {
      const kept = Math.exp(-moreSeconds / secondsRemembered);
      items = items * kept + moreItems;
      seconds = seconds * kept + moreSeconds;
    },
    secondsEach: () => (items > 0 ? seconds / items : 0),
  };
}
