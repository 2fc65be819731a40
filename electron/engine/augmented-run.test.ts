import { expect, test } from 'vitest';
import { type Augmentation, augmentations } from '../../shared/data/augmentation/index.ts';
import type { RunEvent } from '../../shared/training/events.ts';
import { trainTemplate } from '../../testing/train-project.ts';

const augmentation = augmentations
  .filter(({ step }) => step === 'random-rotation' || step === 'mix-up')
  .map(({ defaults }) => defaults as Augmentation);

function logsOf(events: readonly RunEvent[]) {
  return events.flatMap((event) =>
    event.event === 'train:epoch-end' ? [event.logs] : event.event === 'train:end' ? [event.test] : [],
  );
}

test('a run with augmentation and mixed classes trains, and is the same again for its seed', async () => {
  const { events } = await trainTemplate('cnn-mnist', 192, { augmentation });
  const again = await trainTemplate('cnn-mnist', 192, { augmentation });
  expect(logsOf(again.events)).toEqual(logsOf(events));
  expect(logsOf(events).map((logs) => typeof logs!.loss)).toEqual(['number', 'number']);
  // A graph that did not take the shares would have said that it cannot be used.
  expect(events.filter(({ event }) => event === 'train:notice')).toEqual([]);
});
