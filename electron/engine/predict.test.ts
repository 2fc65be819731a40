import { describe, expect, it } from 'vitest';
import type { ComponentValue } from '../../shared/blocks/params.ts';
import { componentValue } from '../../shared/blocks/params.ts';
import type { Target } from '../../shared/data/dataset.ts';
import type { FittedTargetStep } from '../../shared/data/steps/index.ts';
import { binaryCrossentropy } from '../../shared/training/losses/binary-crossentropy.ts';
import { meanSquaredError } from '../../shared/training/losses/mean-squared-error.ts';
import { sparseCategoricalCrossentropy } from '../../shared/training/losses/sparse-categorical-crossentropy.ts';
import { predictRows } from './predict.ts';
import type { StepBatch } from './step/step.ts';

const classes = (names: readonly string[]): Target => ({ name: 'y', kind: 'classes', shape: [], classes: [...names] });

/** Predictions of a model with one Output that answers what `answers` says, two rows a batch. */
function predict(
  loss: ComponentValue,
  target: Target,
  answers: readonly number[][],
  limit?: number,
  targets: Int32Array | Float32Array = Int32Array.from(answers.keys()),
  steps: readonly FittedTargetStep[] = [],
) {
  const size = answers[0]!.length;
  let at = 0;
  async function* batches(): AsyncGenerator<StepBatch> {
    for (let first = 0; first < answers.length; first += 2) {
      const rows = Math.min(2, answers.length - first);
      const data = targets.subarray(first, first + rows);
      yield { rows, inputs: {}, targets: { out: { data, shape: [rows] } } };
    }
  }
  const output = { block: 'out', name: 'answer', source: 'x', spec: null as never, loss, lossWeight: 1, metrics: [] };
  const job = {
    program: { inputs: [], outputs: [output], calls: [], weights: [] },
    step: {
      predict: async ({ rows }: Pick<StepBatch, 'rows'>) => {
        const data = Float32Array.from(answers.slice(at, at + rows).flat());
        at += rows;
        return new Map([['out', { data, shape: [rows, size] }]]);
      },
    },
    match: { inputs: new Map(), targets: new Map([['out', target]]), problems: [] },
    targetSteps: new Map([['out', steps]]),
  } as unknown as Parameters<typeof predictRows>[0];
  return predictRows(job, batches(), (index) => 100 + index, limit);
}

const probability = componentValue(binaryCrossentropy) as unknown as ComponentValue;
const logits = componentValue(binaryCrossentropy, { fromLogits: true }) as unknown as ComponentValue;
const scores = componentValue(sparseCategoricalCrossentropy) as unknown as ComponentValue;
const number = componentValue(meanSquaredError) as unknown as ComponentValue;

describe('a prediction', () => {
  it('has the number of its row in the source, the answer and the right answer, in order', async () => {
    expect(
      await predict(scores, classes(['a', 'b']), [
        [1, 0],
        [0.25, 0.75],
        [0, 1],
      ]),
    ).toEqual([
      { row: 100, file: null, output: 'answer', prediction: [1, 0], target: 0, label: 'a', targetLabel: 'a' },
      { row: 101, file: null, output: 'answer', prediction: [0.25, 0.75], target: 1, label: 'b', targetLabel: 'b' },
      { row: 102, file: null, output: 'answer', prediction: [0, 1], target: 2, label: 'b', targetLabel: null },
    ]);
  });

  it.each([
    ['a probability above a half', probability, [[0.4], [0.6]]],
    ['a score above zero', logits, [[-0.1], [0.4]]],
  ])('of two classes from one number is the second class at %s', async (_what, loss, answers) => {
    const predictions = await predict(loss, classes(['ham', 'spam']), answers);
    expect(predictions.map(({ label }) => label)).toEqual(['ham', 'spam']);
  });

  it.each([
    ['a class that is unknown', scores, classes(['a', 'b']), Int32Array.of(-1, 0)],
    [
      'a number that is missing',
      number,
      { name: 'y', kind: 'number', shape: [], classes: null } as Target,
      Float32Array.of(Number.NaN, 0),
    ],
  ] as const)('has no right answer where the row has %s', async (_what, loss, target, targets) => {
    const answers = target.classes
      ? [
          [1, 0],
          [1, 0],
        ]
      : [[0.5], [0.5]];
    const predictions = await predict(loss, target, answers, 2, targets);
    expect(predictions.map((prediction) => prediction.target)).toEqual([null, 0]);
  });

  it('of a number has no label', async () => {
    const target: Target = { name: 'y', kind: 'number', shape: [], classes: null };
    expect((await predict(number, target, [[3.5]]))[0]).toMatchObject({ prediction: [3.5], label: null });
  });

  it('of a number that was prepared comes in its own unit, and so does the right answer', async () => {
    const target: Target = { name: 'y', kind: 'number', shape: [], classes: null };
    const steps: readonly FittedTargetStep[] = [
      { step: 'log' },
      { step: 'scale', centers: [Math.log(1000)], scales: [2] },
    ];
    const answers = [[0], [0.5]];
    const [one, other] = await predict(number, target, answers, 2, Float32Array.of(-0.5, Number.NaN), steps);
    expect(one!.prediction).toEqual([expect.closeTo(999, 6)]);
    expect(one!.target).toBeCloseTo(1000 / Math.E - 1, 6);
    expect(other).toMatchObject({ prediction: [expect.closeTo(1000 * Math.E - 1, 6)], target: null });
  });

  it('is made for as many rows as asked for', async () => {
    const answers = [[1], [2], [3], [4], [5]];
    expect(await predict(probability, classes(['a', 'b']), answers, 3)).toHaveLength(3);
  });

  it('that is no number is refused with its row', async () => {
    const predicting = predict(probability, classes(['a', 'b']), [[0.5], [Number.NaN]]);
    await expect(predicting).rejects.toThrow('The model answers row 101 with something that is not a number.');
  });
});
