import { expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { Host } from '../store/editor.ts';
import { mostRows, predictionsOf } from './predictions.ts';

it('a run is asked once, a failure is asked again', async () => {
  const asked: unknown[] = [];
  const answers = [Promise.reject(new UserError('Not now.')), Promise.resolve([])];
  const host = {
    ask: (name: string, sent: unknown) => {
      asked.push([name, sent]);
      return answers[Math.min(asked.length, answers.length) - 1];
    },
    on: () => () => undefined,
  } as unknown as Host;
  await expect(predictionsOf(host, '/r', 'test')).rejects.toThrow('Not now.');
  expect(await predictionsOf(host, '/r', 'test')).toEqual([]);
  expect(await predictionsOf(host, '/r', 'test')).toEqual([]);
  expect(asked).toEqual(
    Array.from({ length: 2 }, () => ['runs:predict', { directory: '/r', part: 'test', limit: mostRows }]),
  );
});
