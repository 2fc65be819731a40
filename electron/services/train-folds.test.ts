import { expect, test } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import type { RunFold } from '../../shared/training/cross-validation.ts';
import type { Outcome } from '../../shared/training/events.ts';
import { trainFolds } from './train-folds.ts';
import type { EndEvent, Training } from './training.ts';

/** A run of a fold that trains until the test ends it. */
interface ScriptedRun {
  readonly training: Training;
  end(outcome: Outcome): void;
}

function scriptedRun(fold: number): ScriptedRun {
  let tell: (event: EndEvent) => void = () => undefined;
  const ended = new Promise<EndEvent>((resolve) => {
    tell = resolve;
  });
  const end = (outcome: Outcome) =>
    tell({ event: 'train:end', run: `${fold}`, time: 0, outcome, reason: null, test: null, seconds: 1 });
  const document = { run: `${fold}`, fold: { crossValidation: '1', fold, folds: 3 } };
  const training = {
    live: () => ({ directory: '', document, progress: {} }),
    ended,
    stop: async () => {
      end('stopped');
      await ended;
    },
  } as unknown as Training;
  return { training, end };
}

test('a stop that comes as a fold finishes begins no further one', async () => {
  const first = scriptedRun(1);
  const begun: number[] = [];
  const all = trainFolds({
    first: first.training,
    begin: async ({ fold }) => {
      begun.push(fold);
      return scriptedRun(fold).training;
    },
    onNext: () => undefined,
  });
  first.end('finished');
  await all.stop();
  const { last, outcome } = await all.ended;
  expect([last.outcome, outcome, begun]).toEqual(['finished', 'stopped', []]);
});

test('a stop that comes while a fold begins stops it', async () => {
  const first = scriptedRun(1);
  let start: () => void = () => undefined;
  const begins: Promise<RunFold>[] = [];
  const all = trainFolds({
    first: first.training,
    begin: (fold) => {
      const begun = new Promise<RunFold>((resolve) => {
        start = () => resolve(fold);
      });
      begins.push(begun);
      return begun.then((of) => scriptedRun(of.fold).training);
    },
    onNext: () => undefined,
  });
  first.end('finished');
  await expect.poll(() => begins.length).toBe(1);
  const stopped = all.stop();
  start();
  await stopped;
  const { last, outcome } = await all.ended;
  expect([last.run, outcome, begins.length]).toEqual(['2', 'stopped', 1]);
});

test('a fold that cannot begin fails the cross-validation with its reason, and the folds before it stay finished', async () => {
  const first = scriptedRun(1);
  const all = trainFolds({
    first: first.training,
    begin: () => Promise.reject(new UserError('The disk is full.')),
    onNext: () => undefined,
  });
  first.end('finished');
  const { last, ...end } = await all.ended;
  expect([last.outcome, end]).toEqual(['finished', { outcome: 'failed', reason: 'The disk is full.' }]);
});
