import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import { createEventGatherer } from './event-gatherer.ts';

const epoch = (number: number): RunEvent => ({ event: 'train:epoch-begin', run: 'r', time: 0, epoch: number });

describe('the gatherer of events', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends at most 20 messages in any second, and every event once, in order', () => {
    const sent: { readonly time: number; readonly events: readonly RunEvent[] }[] = [];
    const gatherer = createEventGatherer((events) => sent.push({ time: Date.now(), events }), Date.now);
    for (let number = 1; number <= 3000; number++) {
      gatherer.take(epoch(number));
      vi.advanceTimersByTime(1);
    }
    gatherer.flush();
    expect(sent.flatMap(({ events }) => events)).toEqual(Array.from({ length: 3000 }, (_, index) => epoch(index + 1)));
    const times = sent.slice(0, -1).map(({ time }) => time);
    expect(times.slice(20).every((time, index) => time - times[index]! >= 1000)).toBe(true);
    expect(sent.length).toBeGreaterThan(50);
  });

  it('holds back no event that comes alone, and none for long', () => {
    const sent: (readonly RunEvent[])[] = [];
    const gatherer = createEventGatherer((events) => sent.push(events), Date.now);
    gatherer.take(epoch(1));
    expect(sent).toEqual([[epoch(1)]]);
    gatherer.take(epoch(2));
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([[epoch(1)], [epoch(2)]]);
    gatherer.flush();
    expect(sent).toHaveLength(2);
  });
});
