import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../shared/training/events.ts';
import { logLines, shownEpochs } from './log-lines.ts';
import { recordOf } from './run-record.ts';

const at = { run: 'r', time: 7 };
const words = (...events: RunEvent[]) =>
  logLines(recordOf('r', events), 'cnn').map(({ words: line, tone }) => [tone, line]);

describe('the log of a run', () => {
  it('begins with what is trained, on what and with what', () => {
    expect(
      words({
        event: 'train:begin',
        ...at,
        epochs: 20,
        stepsPerEpoch: 1563,
        rows: { train: 50000, validation: 10000, test: 10000 },
        parameters: 121930,
        engine: { name: 'wasm', version: '4.22.0', device: 'CPU', reason: 'It is always there.' },
      }),
    ).toEqual([
      ['plain', 'cnn begins: 20 epochs of 1,563 steps, 121,930 parameters'],
      ['quiet', '50,000 rows to train, 10,000 to validate, 10,000 to test'],
      ['quiet', 'Engine wasm 4.22.0 on CPU. It is always there.'],
    ]);
  });

  it('says an epoch in one line and which one is the best so far', () => {
    const end = {
      event: 'train:epoch-end',
      ...at,
      epoch: 3,
      logs: { loss: 0.0431, val_loss: null, val_accuracy: 0.9894 },
      seconds: 61,
    } as const;
    const [plain, best] = words({ ...end, best: false }, { ...end, epoch: 4, best: true });
    expect(plain).toEqual([
      'plain',
      'Epoch 3: loss 0.0431, validation loss –, validation accuracy 98.94 % (1 min 1 s)',
    ]);
    expect(best![0]).toBe('good');
    expect(best![1]).toMatch(/best so far$/);
  });

  it('says what the person should know of where it came up', () => {
    const end = { event: 'train:epoch-end', run: 'r', logs: { loss: 1 }, seconds: 1, best: false } as const;
    expect(
      words(
        { ...end, time: 10, epoch: 1 },
        { event: 'train:notice', run: 'r', time: 20, message: 'Evaluation of 8 rows runs operation by operation.' },
        { ...end, time: 20, epoch: 2 },
      ),
    ).toEqual([
      ['plain', 'Epoch 1: loss 1.00 (1 s)'],
      ['warning', 'Evaluation of 8 rows runs operation by operation.'],
      ['plain', 'Epoch 2: loss 1.00 (1 s)'],
    ]);
  });

  it('ends with the test and the outcome, a failure with its reason', () => {
    const end = { event: 'train:end', ...at, seconds: 12 } as const;
    expect(words({ ...end, outcome: 'finished', reason: null, test: { loss: 0.5 } })).toEqual([
      ['plain', 'Test: loss 0.500'],
      ['good', 'Finished after 12 s'],
    ]);
    expect(words({ ...end, outcome: 'failed', reason: 'The loss is not a number.', test: null })).toEqual([
      ['failed', 'Failed after 12 s. The loss is not a number.'],
    ]);
  });

  it('shows the newest epochs of a long run, and says how many are left out', () => {
    const epochs = Array.from({ length: 2000 }, (_, index): RunEvent => {
      return { event: 'train:epoch-end', ...at, epoch: index + 1, logs: { loss: 1 }, seconds: 1, best: false };
    });
    const lines = logLines(recordOf('r', epochs), 'cnn');
    expect(lines).toHaveLength(shownEpochs + 1);
    expect(lines[0]!.words).toContain('1,500');
    expect(lines[1]!.words).toContain('Epoch 1501');
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });

  it('is not a line a batch', () => {
    expect(words({ event: 'train:epoch-begin', ...at, epoch: 1 })).toEqual([]);
  });
});
