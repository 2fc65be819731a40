import type { Logs, RunEvent } from '../../shared/training/events.ts';
import { createPace } from './pace.ts';

/** At most this many `train:batch-end` events in any second. */
const eventsPerSecond = 20;
const second = 1000;

/** What is still to be done, for the time left. */
export interface Remaining {
  readonly steps: number;
  readonly evaluations: number;
}

/** Where training is, asked only when an event is due. */
export interface Standing {
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  logs(): Logs;
  remaining(): Remaining;
}

/** Gathers batches into few events; losses of batches in between travel along as points. */
export interface Reporter {
  /** The clock of training starts: at an epoch's begin, after a pause for validation. */
  resume(): void;
  /** A batch is done. `step` counts in the run; `waited` is the milliseconds its data took to come. */
  batchEnd(step: number, loss: number, waited: number, standing: Standing): void;
  /** The clock of training stops; says what is left to say if the limit allows, so that a long pause does not hold it back. */
  pause(standing: Standing): void;
  /** Batches of the validation part were measured. */
  evaluated(batches: number, milliseconds: number): void;
  /** Says what is left to say: at the end of a run. */
  flush(standing: Standing): void;
}

/** `now` is a clock in milliseconds. */
export function createReporter(run: string, emit: (event: RunEvent) => void, now: () => number): Reporter {
  const pace = createPace();
  /** Times of the last events, in a ring. */
  const times = new Array<number>(eventsPerSecond).fill(-Infinity);
  let sent = 0;
  let last = -Infinity;
  let points: [number, number | null][] = [];
  /** Steps since the pace was last told, and when those began. */
  let steps = 0;
  let since = 0;
  /** Milliseconds of training, and of waiting for data in them, since the last event. */
  let trained = 0;
  let waited = 0;

  const mayEmit = (time: number) => time - times[sent % eventsPerSecond]! >= second;

  function account(time: number): void {
    if (steps > 0) pace.trained(steps, (time - since) / second);
    trained += time - since;
    since = time;
    steps = 0;
  }

  function send(time: number, standing: Standing): void {
    emit({
      event: 'train:batch-end',
      run,
      time: Date.now(),
      epoch: standing.epoch,
      step: standing.step,
      stepsPerEpoch: standing.stepsPerEpoch,
      points,
      logs: standing.logs(),
      stepsPerSecond: pace.stepsPerSecond(),
      waitingForData: trained > 0 ? Math.min(1, waited / trained) : 0,
      secondsLeft: pace.secondsLeft(standing.remaining()),
    });
    times[sent % eventsPerSecond] = time;
    sent++;
    last = time;
    points = [];
    trained = 0;
    waited = 0;
  }

  return {
    resume() {
      since = now();
    },
    batchEnd(step, loss, milliseconds, standing) {
      points.push([step, Number.isFinite(loss) ? loss : null]);
      steps++;
      waited += milliseconds;
      const time = now();
      if (time - last < second / eventsPerSecond || !mayEmit(time)) return;
      account(time);
      send(time, standing);
    },
    pause(standing) {
      const time = now();
      account(time);
      if (points.length > 0 && mayEmit(time)) send(time, standing);
    },
    evaluated: (batches, milliseconds) => pace.evaluated(batches, milliseconds / second),
    flush(standing) {
      if (points.length > 0) send(now(), standing);
    },
  };
}
