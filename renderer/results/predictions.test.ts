import { expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { Host } from '../store/editor.ts';
import { mostRows, predictionsOf, stopPredictions } from './predictions.ts';

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
    Array.from({ length: 2 }, () => [
      'runs:predict',
      { directory: '/r', part: 'test', limit: mostRows, reading: expect.any(String) },
    ]),
  );
});

it('the asking of a run is ended by the name that it was asked under', () => {
  const asked: { readonly name: string; readonly reading: string }[] = [];
  const host = {
    ask: (name: string, sent: { readonly reading: string }) => {
      asked.push({ name, reading: sent.reading });
      return name === 'runs:predict' ? new Promise(() => undefined) : Promise.resolve(null);
    },
    on: () => () => undefined,
  } as unknown as Host;
  void predictionsOf(host, '/asked', 'test');
  stopPredictions(host, '/never asked');
  stopPredictions(host, '/asked');
  expect(asked).toEqual([
    { name: 'runs:predict', reading: asked[0]!.reading },
    { name: 'data:stop', reading: asked[0]!.reading },
  ]);
});
