import { beforeAll, expect, test } from 'vitest';
import { onEachEngine, startEngine } from '../../testing/backends.ts';
import { kerasForTests } from '../../testing/keras-for-tests.ts';
import type { Numbers } from '../../testing/run-block.ts';
import { batchOf, inGraphsAlone, onGraphs, type Part, programOf, prove, withTraced } from '../../testing/traced.ts';
import { sizeOf, type TensorSpec, type Tfjs } from '../blocks/define-block.ts';
import { kerasObjectOf } from '../blocks/keras-form.ts';
import {
  type ComponentValue,
  componentSchema,
  componentValue,
  type ParamSpecs,
  type ParamValues,
} from '../blocks/params.ts';
import { meanSquaredError as meanSquaredErrorLoss } from './losses/mean-squared-error.ts';
import { auc } from './metrics/auc.ts';
import { binaryAccuracy } from './metrics/binary-accuracy.ts';
import { categoricalAccuracy } from './metrics/categorical-accuracy.ts';
import { meanAbsoluteError } from './metrics/mean-absolute-error.ts';
import { meanSquaredError } from './metrics/mean-squared-error.ts';
import { precision } from './metrics/precision.ts';
import { r2Score } from './metrics/r2-score.ts';
import { recall } from './metrics/recall.ts';
import { rootMeanSquaredError } from './metrics/root-mean-squared-error.ts';
import { sparseCategoricalAccuracy } from './metrics/sparse-categorical-accuracy.ts';
import { sparseTopKCategoricalAccuracy } from './metrics/sparse-top-k-categorical-accuracy.ts';
import { metricNames, metricOf, metrics } from './metrics.ts';
import { createRandom } from './random.ts';

const random = createRandom(3);
const normal = (count: number) => [...random.normal(count)];
const uniform = (count: number) => [...random.uniform(count)];
const wholeNumbers = (count: number, below: number) => Array.from({ length: count }, () => random.integer(below));
const bits = (count: number) => wholeNumbers(count, 2);
const oneHot = (numbers: readonly number[], classes: number) =>
  numbers.flatMap((at) => Array.from({ length: classes }, (_, i) => (i === at ? 1 : 0)));

/** Rows of each batch: uneven, so that a mean of batch means would be wrong. */
const batchRows = [7, 7, 2];
const rows = 16;
const steps = 3;

interface Case {
  readonly metric: ComponentValue;
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly prediction: readonly number[];
  readonly target: readonly number[];
  /** Whether the first `row % (steps + 1)` steps of each row count; else all do. */
  readonly masked: boolean;
}

function each(
  metric: ComponentValue,
  shape: readonly number[],
  prediction: number[],
  target: number[],
  masked = false,
): Case {
  return { metric, shape, prediction, target, masked };
}

const value = componentValue;
/** Each metric over rows; over masked steps, where the mask is to Keras a sample weight. */
const cases: Readonly<Record<string, Case>> = {
  'mean squared error': each(value(meanSquaredError), [2], normal(32), normal(32)),
  'mean squared error of masked steps': each(value(meanSquaredError), [steps, 2], normal(96), normal(96), true),
  'root mean squared error': each(value(rootMeanSquaredError), [2], normal(32), normal(32)),
  'root mean squared error of masked steps': each(
    value(rootMeanSquaredError),
    [steps, 1],
    normal(48),
    normal(48),
    true,
  ),
  'mean absolute error': each(value(meanAbsoluteError), [2], normal(32), normal(32)),
  'mean absolute error of masked steps': each(value(meanAbsoluteError), [steps, 2], normal(96), normal(96), true),
  'R² score': each(value(r2Score), [1], normal(16), normal(16)),
  'R² score of several outputs, one of them constant': each(
    value(r2Score),
    [2],
    normal(32),
    normal(32).map((number, at) => (at % 2 === 0 ? number : 2)),
  ),
  'binary accuracy': each(value(binaryAccuracy), [1], uniform(16), bits(16)),
  'binary accuracy at its threshold': each(
    value(binaryAccuracy, { threshold: 0.25 }),
    [1],
    wholeNumbers(16, 5).map((n) => n / 4),
    bits(16),
  ),
  'binary accuracy of several answers in masked steps': each(
    value(binaryAccuracy),
    [steps, 2],
    uniform(96),
    bits(96),
    true,
  ),
  'categorical accuracy': each(value(categoricalAccuracy), [4], uniform(64), oneHot(wholeNumbers(16, 4), 4)),
  'categorical accuracy of masked steps': each(
    value(categoricalAccuracy),
    [steps, 4],
    uniform(192),
    oneHot(wholeNumbers(48, 4), 4),
    true,
  ),
  'sparse categorical accuracy': each(value(sparseCategoricalAccuracy), [4], uniform(64), wholeNumbers(16, 4)),
  'sparse categorical accuracy with ties': each(
    value(sparseCategoricalAccuracy),
    [4],
    wholeNumbers(64, 2),
    wholeNumbers(16, 4),
  ),
  'sparse categorical accuracy of masked steps': each(
    value(sparseCategoricalAccuracy),
    [steps, 4],
    uniform(192),
    wholeNumbers(48, 4),
    true,
  ),
  'sparse top-k accuracy': each(value(sparseTopKCategoricalAccuracy, { k: 2 }), [6], uniform(96), wholeNumbers(16, 6)),
  'sparse top-k accuracy with ties': each(
    value(sparseTopKCategoricalAccuracy, { k: 2 }),
    [6],
    wholeNumbers(96, 3),
    wholeNumbers(16, 6),
  ),
  'sparse top-k accuracy with k above the classes': each(
    value(sparseTopKCategoricalAccuracy),
    [3],
    uniform(48),
    wholeNumbers(16, 3),
  ),
  'sparse top-k accuracy of masked steps': each(
    value(sparseTopKCategoricalAccuracy, { k: 2 }),
    [steps, 4],
    uniform(192),
    wholeNumbers(48, 4),
    true,
  ),
  precision: each(value(precision), [1], uniform(16), bits(16)),
  'precision of one-hot rows': each(
    value(precision, { threshold: 0.3 }),
    [3],
    uniform(48),
    oneHot(wholeNumbers(16, 3), 3),
  ),
  'precision without a yes': each(value(precision, { threshold: 1 }), [1], uniform(16), bits(16)),
  'precision of masked steps': each(value(precision), [steps, 1], uniform(48), bits(48), true),
  recall: each(value(recall), [1], uniform(16), bits(16)),
  'recall of masked steps': each(value(recall, { threshold: 0.7 }), [steps, 1], uniform(48), bits(48), true),
  'area under the ROC curve': each(value(auc), [1], uniform(16), bits(16)),
  'area under the ROC curve with few thresholds, scores on and beyond them': each(
    value(auc, { numThresholds: 5 }),
    [1],
    [-0.5, 0, 0.25, 0.5, 0.75, 1, 1.5, 0.25, 0.5, 0.75, 0.1, 0.9, 0.6, 0.4, 0, 1],
    bits(16),
  ),
  'area under the ROC curve from logits': each(value(auc, { fromLogits: true }), [2], normal(32), bits(32)),
  'area under the precision-recall curve': each(
    value(auc, { curve: 'PR', numThresholds: 20 }),
    [1],
    uniform(16),
    bits(16),
  ),
  'area under the curve of one class alone': each(
    value(auc),
    [1],
    uniform(16),
    bits(16).map(() => 1),
  ),
  'area under the curve of masked steps': each(value(auc, { curve: 'PR' }), [steps, 1], uniform(48), bits(48), true),
};

const oracle = `
metric = getattr(keras.metrics, input["metric"]["className"])(**input["metric"]["config"])
rows, shape = input["rows"], input["shape"]
prediction = array(input["prediction"]).reshape([rows, *shape])
target = np.asarray(input["target"], dtype="float32")
target = target.reshape(prediction.shape if target.size == prediction.size else prediction.shape[:-1])
mask = None if input["mask"] is None else array(input["mask"]).reshape([rows, -1])
at, running = 0, []
for count in input["batchRows"]:
    part = slice(at, at + count)
    metric.update_state(target[part], prediction[part], sample_weight=None if mask is None else mask[part])
    running.append(float(metric.result()))
    at += count
output = running
`;

function maskOf({ masked }: Case): number[] | null {
  if (!masked) return null;
  return Array.from({ length: rows * steps }, (_, at) => (at % steps < Math.floor(at / steps) % (steps + 1) ? 1 : 0));
}

const keras = kerasForTests();

/** Declares that the running values that `compute` makes of every case are those of Keras. */
function testCases(compute: (one: Case) => Promise<readonly number[]>): void {
  test.each(Object.entries(cases))('%s is that of Keras after each batch', async (_title, one) => {
    const { shape, prediction, target } = one;
    const metric = kerasObjectOf(metrics, one.metric);
    const given = { metric, shape, prediction, target, rows, batchRows, mask: maskOf(one) };
    const theirs = await keras.run<number[]>(oracle, given);
    const received = await compute(one);
    expect(received.length).toBe(theirs.length);
    theirs.forEach((expected, index) => {
      expect(Math.abs(received[index]! - expected)).toBeLessThanOrEqual(1e-6 + 1e-5 * Math.abs(expected));
    });
  });
}

onEachEngine('metrics', (engine) => {
  let tf: Tfjs;
  beforeAll(async () => {
    ({ tf } = await startEngine(engine));
  });

  /** The running value after each batch. */
  async function ours(one: Case): Promise<readonly number[]> {
    const metric = metricOf(one.metric);
    const params = one.metric as ParamValues<ParamSpecs>;
    const sparse = metric.targets === 'classes';
    const shape = [rows, ...one.shape];
    const mask = maskOf(one);
    const before = tf.memory().numTensors;
    const added = tf.tidy(() => {
      const prediction = tf.tensor(one.prediction as number[], shape);
      const target = tf.tensor(
        one.target as number[],
        sparse ? shape.slice(0, -1) : shape,
        sparse ? 'int32' : 'float32',
      );
      const masks = mask && tf.tensor(mask, [rows, steps], 'bool');
      const part = (tensor: typeof prediction, at: number, count: number) => tf.slice(tensor, at, count);
      let at = 0;
      return batchRows.map((count) => {
        const from = at;
        at += count;
        return [
          ...metric.update(
            tf,
            params,
            part(target, from, count),
            part(prediction, from, count),
            masks && part(masks, from, count),
          ),
        ];
      });
    });
    let sums: number[] = [];
    const running: number[] = [];
    for (const tensors of added) {
      const numbers = (await Promise.all(tensors.map((tensor) => tensor.data()))).flatMap((each) => [...each]);
      sums = numbers.map((number, index) => number + (sums[index] ?? 0));
      running.push(metric.result(params, sums));
    }
    tf.dispose(added.flat());
    expect(tf.memory().numTensors).toBe(before);
    return running;
  }

  testCases(ours);

  test('every metric is held against Keras', () => {
    const covered = new Set(Object.values(cases).map(({ metric }) => metric.type));
    expect([...covered].sort()).toEqual(metrics.map(({ type }) => type).sort());
  });

  test('a score that is not a number is never among the best', async () => {
    const one = each(
      value(sparseTopKCategoricalAccuracy, { k: 2 }),
      [3],
      new Array(48).fill(Number.NaN),
      wholeNumbers(16, 3),
    );
    expect((await ours(one)).at(-1)).toBe(0);
  });

  test('metrics of one Output have different names', () => {
    const list = [
      value(precision),
      value(binaryAccuracy),
      value(precision, { threshold: 0.9 }),
      value(sparseCategoricalAccuracy),
    ];
    expect(metricNames(list)).toEqual(['precision', 'accuracy', 'precision_1', 'accuracy_1']);
  });

  test('names in logs are those of Keras, and accuracy is called as people call it', async () => {
    const source = `
keras.backend.clear_session()
output = [getattr(keras.metrics, each)().name for each in input]
`;
    const theirs = await keras.run<string[]>(
      source,
      metrics.map(({ type }) => type),
    );
    const accuracies = ['binary_accuracy', 'categorical_accuracy', 'sparse_categorical_accuracy'];
    expect(metrics.map(({ logName }) => logName)).toEqual(
      theirs.map((name) => (accuracies.includes(name) ? 'accuracy' : name)),
    );
  });

  test('the defaults of every metric are values a document may hold', () => {
    for (const metric of metrics) expect(componentSchema(metrics).safeParse(value(metric)).success).toBe(true);
    expect(() => metricOf({ type: 'FBetaScore' })).toThrow('Received: FBetaScore');
  });
});

onGraphs('metrics', (backend) => {
  testCases(async (one) => {
    const { metric, shape, prediction, target } = one;
    const mask = maskOf(one);
    const isSparse = metricOf(metric).targets === 'classes';
    const targetShape = isSparse ? shape.slice(0, -1) : shape;
    const spec: TensorSpec = { shape, dtype: 'float32', masked: mask !== null };
    const loss = value(meanSquaredErrorLoss);
    const output = { block: 'out', name: 'out', source: 'predicted', spec, loss, lossWeight: 1, metrics: [metric] };
    const predicted: Part = {
      sources: ['given', ...(mask ? ['mask'] : [])],
      spec,
      forward: ({ tf }, [given, masks]) => ({
        tensor: given!.tensor,
        mask: masks ? tf.cast(masks.tensor, 'bool') : null,
      }),
    };
    let at = 0;
    const parts = batchRows.map((count) => {
      const part = (numbers: readonly number[], each: readonly number[]) =>
        numbers.slice(at * sizeOf(each), (at + count) * sizeOf(each));
      const inputs: Record<string, Numbers> = {
        given: { shape: [count, ...shape], dtype: 'float32', values: Float32Array.from(part(prediction, shape)) },
        ...(mask && {
          mask: { shape: [count, steps], dtype: 'int32', values: Int32Array.from(part(mask, [steps])) },
        }),
      };
      const numbers = part(target, targetShape);
      const data = isSparse ? Int32Array.from(numbers) : Float32Array.from(numbers);
      at += count;
      return { inputs, batch: batchOf(inputs, [output], { out: { data, shape: [count, ...targetShape] } }) };
    });
    const program = programOf(parts[0]!.inputs, { predicted }, [output]);
    return withTraced(backend(), program, {}, async (step) => {
      for (const { batch } of parts) await prove(step, 'evaluate', batch);
      step.resetLogs();
      return inGraphsAlone(backend(), async () => {
        const running: number[] = [];
        for (const { batch } of parts) {
          await step.evaluate(batch);
          running.push(step.logs()[metricOf(metric).logName]!);
        }
        return running;
      });
    });
  });
});
