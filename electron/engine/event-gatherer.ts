import type { RunEvent } from '../../shared/training/events.ts';

/** Gathers what a run says into few messages: epochs of a small network take less time than a window needs to draw one. */
export interface EventGatherer {
  /** Takes an event; it is on its way within a twentieth of a second. */
  take(event: RunEvent): void;
  /** Sends what is left to send. */
  flush(): void;
}

/** Milliseconds from one message to the next: at most 20 a second. */
const interval = 50;

/** `send` gets the events since its last call, oldest first. `now` is a clock in milliseconds. */
export function createEventGatherer(
  send: (events: readonly RunEvent[]) => void,
  now: () => number = () => performance.now(),
): EventGatherer {
  let waiting: RunEvent[] = [];
  let sent = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    sent = now();
    send(events);
  }

  return {
    take(event) {
      waiting.push(event);
      const wait = sent + interval - now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
    flush,
  };
}
