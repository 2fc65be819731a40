import { expect, test } from 'vitest';
import type { RunSummary } from '../../../shared/ipc/runs.ts';
import { crossValidationsOf } from '../../../shared/training/cross-validation.ts';
import { showFolds } from '../show-folds.ts';
import { showWords } from './train.ts';

test.each([true, false])('what a person should know of is a line of the answer (interactive: %s)', (interactive) => {
  const said: string[] = [];
  const terminal = {
    print: (line: string) => said.push(line),
    write: () => undefined,
    hint: (line: string) => said.push(line),
    onInterrupt: () => undefined,
    interactive,
  };
  const notice = {
    event: 'train:notice',
    run: 'r',
    time: 1,
    message: 'Evaluation runs operation by operation.',
  } as const;
  showWords(notice, '/runs/r', terminal);
  // A batch that comes next writes over the empty line, not over the words.
  expect(said).toEqual(['Evaluation runs operation by operation.', ...(interactive ? [''] : [])]);
});

test('a cross-validation tells each fold, their mean with its deviation, and how the final model is trained', () => {
  const run = (fold: number, loss: number, bestEpoch: number) =>
    ({
      run: `r${fold}`,
      fold: { crossValidation: 'r1', fold, folds: 2 },
      state: 'finished',
      bestEpoch,
      bestLogs: { loss: 9, val_loss: loss, val_r2_score: 0.5 },
    }) as unknown as RunSummary;
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const terminal = { print: say, hint: say, onInterrupt: () => undefined, write: () => undefined, interactive: false };
  const [found] = crossValidationsOf([run(2, 3, 7), run(1, 1, 4)]);
  showFolds({ crossValidation: 'r1', outcome: 'finished', reason: null }, found!, 'd.loom', terminal);
  expect(said).toEqual([
    'fold 1, best epoch 4: loss 1, r2_score 0.5',
    'fold 2, best epoch 7: loss 3, r2_score 0.5',
    'mean ± standard deviation: loss 2 ± 1.414, r2_score 0.5 ± 0',
    'cross-validation finished: 2 of 2 folds',
    'The final model learns from the rows of all folds: set "validation" of the split in data.json to 0, then layerloom train d.loom --folds off --epochs 6. The test part judges it, once.',
  ]);
});

test('the time left is that of all folds', () => {
  const said: string[] = [];
  const terminal = {
    print: () => undefined,
    write: () => undefined,
    hint: (line: string) => void said.push(line),
    onInterrupt: () => undefined,
    interactive: true,
  };
  const moment = { run: 'r', time: 6_000, epoch: 1, step: 1, stepsPerEpoch: 4, points: [], stepsPerSecond: 1 };
  const batch = { event: 'train:batch-end', ...moment, logs: { loss: 1 }, waitingForData: 0, secondsLeft: 10 } as const;
  showWords(batch, '/runs/r', terminal, { fold: 2, folds: 4, started: 1_000 });
  expect(said[0]).toContain('fold 2 of 4, epoch 1, step 1 of 4, loss 1, 40 s left');
});
