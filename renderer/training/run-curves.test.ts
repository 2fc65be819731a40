import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import { axisEnd, curvesOf, epochToX } from './run-curves.ts';
import { recordOf } from './run-record.ts';

const names = {
  batch: 'batch',
  train: 'train',
  validation: 'validation',
  validationShort: 'val',
  compared: (series: string) => `other ${series}`,
};

function run(epochs: number, logs: (epoch: number) => Record<string, number | null>, planned = 10) {
  const at = { run: 'r', time: 0 };
  const events: RunEvent[] = [
    {
      event: 'train:begin',
      ...at,
      epochs: planned,
      stepsPerEpoch: 50,
      rows: { train: 1600, validation: 0, test: 0 },
      parameters: 1,
      engine: { name: 'wasm', version: '', device: '', reason: '' },
    },
  ];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    events.push(
      {
        event: 'train:batch-end',
        ...at,
        epoch,
        step: 50,
        stepsPerEpoch: 50,
        points: [[epoch * 50 - 25, 1]],
        logs: {},
        stepsPerSecond: 1,
        waitingForData: 0,
        secondsLeft: 0,
      },
      { event: 'train:epoch-end', ...at, epoch, logs: logs(epoch), seconds: 1, best: false },
    );
  }
  return recordOf('r', events);
}

const shape = (curves: ReturnType<typeof curvesOf>) =>
  curves.map(({ kind, points }) => [kind, points.map(({ x, y }) => [x, y])]);

describe('the curves of a run', () => {
  const record = run(2, (epoch) => ({ loss: 1 / epoch, val_loss: epoch === 1 ? 0.7 : null }));

  it('lie on one axis of epochs, batches between them', () => {
    expect(shape(curvesOf(record, null, 'loss', 'epoch', 100, names))).toEqual([
      [
        'batch',
        [
          [0.5, 1],
          [1.5, 1],
        ],
      ],
      [
        'train',
        [
          [1, 1],
          [2, 0.5],
        ],
      ],
      ['validation', [[1, 0.7]]],
    ]);
  });

  it('lie on one axis of steps just the same', () => {
    expect(shape(curvesOf(record, null, 'loss', 'step', 100, names))).toEqual([
      [
        'batch',
        [
          [25, 1],
          [75, 1],
        ],
      ],
      [
        'train',
        [
          [50, 1],
          [100, 0.5],
        ],
      ],
      ['validation', [[50, 0.7]]],
    ]);
    expect(epochToX(record, 2, 'step')).toBe(100);
  });

  it('a compared run shows its validation, or its training where it has no validation', () => {
    const withValidation = run(3, () => ({ loss: 1, val_loss: 2 }));
    const without = run(3, () => ({ loss: 1 }));
    expect(curvesOf(record, withValidation, 'loss', 'epoch', 100, names).map(({ kind }) => kind)).toContain(
      'compared-validation',
    );
    expect(curvesOf(record, without, 'loss', 'epoch', 100, names).map(({ name }) => name)).toContain('other train');
  });

  it('only the loss has batches, and the batch curve says its value until the first epoch is done', () => {
    expect(curvesOf(record, null, 'accuracy', 'epoch', 100, names).map(({ kind }) => kind)).toEqual(['train']);
    expect(
      curvesOf(
        run(0, () => ({})),
        null,
        'loss',
        'epoch',
        100,
        names,
      )[0]!.endName,
    ).toBe('batch');
    expect(curvesOf(record, null, 'loss', 'epoch', 100, names)[0]!.endName).toBeNull();
  });
});

describe('the curve over the epochs', () => {
  it('of a hundred thousand epochs costs a few hundred points, and ends in the newest', () => {
    const record = run(100_000, (epoch) => ({ loss: 1 / epoch, val_loss: Math.sin(epoch) }), 100_000);
    for (const { points } of curvesOf(record, null, 'loss', 'epoch', 420, names))
      expect(points.length).toBeLessThan(900);
    const train = curvesOf(record, null, 'loss', 'epoch', 420, names).find(({ kind }) => kind === 'train')!;
    expect(train.points.at(-1)).toEqual({ x: 100_000, y: 1e-5 });
  });
});

describe('the lying axis', () => {
  it('is the first epoch alone while that runs', () => {
    const record = run(0, () => ({}));
    expect([axisEnd(record, null, 'epoch'), axisEnd(record, null, 'step')]).toEqual([1, 50]);
    expect(
      axisEnd(
        record,
        run(7, () => ({})),
        'epoch',
      ),
    ).toBe(7);
  });

  it('of many planned epochs reaches to the next round number above those done, so that the curve fills it', () => {
    const ends = [1, 12, 20, 49, 50, 120, 4000].map((done) =>
      axisEnd(
        run(done, () => ({ loss: 1 }), 5000),
        null,
        'epoch',
      ),
    );
    expect(ends).toEqual([20, 20, 50, 50, 100, 200, 5000]);
  });

  it('reaches to all planned epochs while a run trains, and to what it reached once it ended', () => {
    const record = run(4, () => ({ loss: 1 }));
    expect(axisEnd(record, null, 'epoch')).toBe(10);
    expect(axisEnd(record, null, 'step')).toBe(500);
    const ended = {
      ...record,
      end: { event: 'train:end', run: 'r', time: 1, outcome: 'stopped', reason: null, test: null, seconds: 1 },
    } as const;
    expect(axisEnd(ended, null, 'epoch')).toBe(4);
    expect(
      axisEnd(
        ended,
        run(7, () => ({})),
        'epoch',
      ),
    ).toBe(7);
  });
});
