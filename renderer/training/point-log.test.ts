import { describe, expect, it } from 'vitest';
import { appendPoints, emptyPointLog, lossAt, nearestIndex, type Point, type PointLog, stepAt } from './point-log.ts';

const read = (log: PointLog) =>
  Array.from({ length: log.length }, (_, index) => [stepAt(log, index), lossAt(log, index)]);

describe('a log of points', () => {
  it('stays as it was when a longer one grows out of it', () => {
    const one = appendPoints(emptyPointLog(), [[1, 0.5]]);
    const two = appendPoints(one, [[2, 0.25]]);
    expect(read(one)).toEqual([[1, 0.5]]);
    expect(read(two)).toEqual([
      [1, 0.5],
      [2, 0.25],
    ]);
    expect(two.buffer).toBe(one.buffer);
  });

  it('never overwrites what another branch appended', () => {
    const root = appendPoints(emptyPointLog(), [[1, 1]]);
    const left = appendPoints(root, [[2, 2]]);
    const right = appendPoints(root, [[2, 3]]);
    expect([read(left), read(right)]).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 3],
      ],
    ]);
  });

  it('grows past every capacity and keeps losses that are not finite as such', () => {
    let log = emptyPointLog();
    for (let step = 1; step <= 5000; step += 10) {
      log = appendPoints(
        log,
        Array.from({ length: 10 }, (_, at): Point => [step + at, at === 3 ? null : step + at]),
      );
    }
    expect(log.length).toBe(5000);
    expect(lossAt(log, 4999)).toBe(5000);
    expect(lossAt(log, 3)).toBeNaN();
    expect(appendPoints(log, [])).toBe(log);
  });

  it('finds the point nearest to a step', () => {
    const log = appendPoints(emptyPointLog(), [
      [10, 1],
      [20, 1],
      [40, 1],
    ]);
    expect([0, 14, 16, 29, 31, 99].map((step) => nearestIndex(log, step))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(nearestIndex(emptyPointLog(), 1)).toBeNull();
  });
});
