import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { EngineProgress } from '../../../shared/ipc/engines.ts';
import { createProgress } from './progress.ts';

it('tells at most 20 times a second, always the last, and a time left once the rate is known', async () => {
  const heard: EngineProgress[] = [];
  const progress = createProgress({ engine: 'tensorflow', action: 'install' }, (event) => heard.push(event));
  const began = performance.now();
  progress.phase('download', 1000);
  for (let done = 1; done <= 100; done++) {
    progress.at(done * 10);
    await setTimeout(10);
  }
  progress.end();
  const seconds = (performance.now() - began) / 1000;
  expect(heard.length).toBeLessThanOrEqual(20 * seconds + 2);
  expect(heard.length).toBeGreaterThan(5);
  expect(heard[0]).toEqual({
    engine: 'tensorflow',
    action: 'install',
    phase: 'download',
    done: 0,
    total: 1000,
    secondsLeft: null,
  });
  expect(heard.at(-1)).toMatchObject({ done: 1000, secondsLeft: 0 });
  const halfway = heard.find(({ done }) => done >= 600)!;
  expect(halfway.secondsLeft).toBeGreaterThan(0);
  const told = heard.length;
  await setTimeout(100);
  expect(heard).toHaveLength(told);
});
