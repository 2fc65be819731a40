// How a model is trained, as tfjs-layers has it.
import type { KerasObject } from '../../blocks/keras-form.ts';
import type { KerasOutput } from '../keras-graph.ts';
import { typescriptString } from './text.ts';

/** A piece of source, with words about what is not the same. */
export interface Piece {
  readonly text: string;
  readonly notes: readonly string[];
}

/** The optimizer. */
export function optimizerPiece({ className, config }: KerasObject): Piece {
  const value = (argument: string) => String(config[argument]);
  const call = (name: string, ...args: readonly string[]) => `tf.train.${name}(${args.map(value).join(', ')})`;
  const notes: string[] = [];
  if (config.amsgrad === true) notes.push('TensorFlow.js has no AMSGrad: amsgrad=true is left out.');
  switch (className) {
    case 'Adam':
      return { text: call('adam', 'learning_rate', 'beta_1', 'beta_2', 'epsilon'), notes };
    case 'AdamW':
      notes.unshift(`TensorFlow.js has no AdamW: this is Adam, without weight_decay=${value('weight_decay')}.`);
      return { text: call('adam', 'learning_rate', 'beta_1', 'beta_2', 'epsilon'), notes };
    case 'SGD':
      return config.momentum === 0
        ? { text: call('sgd', 'learning_rate'), notes }
        : { text: call('momentum', 'learning_rate', 'momentum', 'nesterov'), notes };
    case 'RMSprop':
      if (config.centered === true)
        notes.push('TensorFlow.js adds epsilon at another place where RMSprop is centered.');
      return { text: call('rmsprop', 'learning_rate', 'rho', 'momentum', 'epsilon', 'centered'), notes };
    case 'Adagrad':
      if (config.epsilon !== 1e-7)
        notes.push(`TensorFlow.js has no epsilon for Adagrad: it is 1e-7, not ${value('epsilon')}.`);
      return { text: call('adagrad', 'learning_rate', 'initial_accumulator_value'), notes };
    default:
      return {
        text: call('sgd', 'learning_rate'),
        notes: [`TensorFlow.js has no optimizer ${className}: this is plain gradient descent.`],
      };
  }
}

/** A loss as a function of truth and prediction: the numbers of each sample or step. */
const lossFunctions: Readonly<Record<string, (config: KerasObject['config']) => string>> = {
  MeanSquaredError: () => 'tf.metrics.meanSquaredError(truth, prediction)',
  MeanAbsoluteError: () => 'tf.metrics.meanAbsoluteError(truth, prediction)',
  Huber: ({ delta }) => `tf.losses.huberLoss(truth, prediction, undefined, ${delta})`,
  BinaryCrossentropy: ({ from_logits: fromLogits, label_smoothing: smoothing }) => {
    const smoothed =
      smoothing === 0 ? 'truth' : `tf.add(tf.mul(truth, ${1 - Number(smoothing)}), ${0.5 * Number(smoothing)})`;
    return fromLogits === true
      ? `tf.losses.sigmoidCrossEntropy(${smoothed}, prediction)`
      : `tf.metrics.binaryCrossentropy(${smoothed}, prediction)`;
  },
  CategoricalCrossentropy: ({ from_logits: fromLogits, label_smoothing: smoothing }) =>
    fromLogits === true
      ? `tf.losses.softmaxCrossEntropy(truth, prediction, undefined, ${smoothing})`
      : `tf.metrics.categoricalCrossentropy(${
          smoothing === 0
            ? 'truth'
            : `tf.add(tf.mul(truth, ${1 - Number(smoothing)}), ${Number(smoothing)} / prediction.shape[prediction.rank - 1]!)`
        }, prediction)`,
};

/** Whether the losses of these outputs are of one shape; TensorFlow.js adds them up before it takes the mean. */
export function addUp(outputs: readonly KerasOutput[]): boolean {
  return new Set(outputs.map(({ node }) => node.output.shape.slice(0, -1).join())).size <= 1;
}

/** The loss of an Output, of each sample or step or, where those of several cannot be added up, of all together. */
export function lossPiece({ loss, lossWeight, node }: KerasOutput, isMean: boolean): Piece {
  const { className, config } = loss;
  const notes: string[] = [];
  if (node.output.masked) {
    notes.push('TensorFlow.js counts the steps that a mask hides in the loss and the metrics; Keras leaves them out.');
  }
  const isPlain = Object.values(config).every((value) => value === false || value === 0 || typeof value === 'string');
  const name = className.charAt(0).toLowerCase() + className.slice(1);
  if (className === 'SparseCategoricalCrossentropy') {
    // With a function, tfjs expects the truth in the shape of the prediction.
    if (config.from_logits === true) {
      notes.push('TensorFlow.js takes class numbers only with probabilities: from logits, give it one-hot rows.');
      const text = 'tf.losses.softmaxCrossEntropy(truth, prediction)';
      return { text: lossFunction(text, lossWeight), notes };
    }
    if (isMean) notes.push('TensorFlow.js cannot add this loss to those of outputs of other shapes: training fails.');
    if (lossWeight !== 1) notes.push(`TensorFlow.js weighs no losses: the weight ${lossWeight} is left out.`);
    return { text: typescriptString(name), notes };
  }
  const isNamed = isPlain && className !== 'Huber' && lossWeight === 1 && !isMean;
  if (isNamed) return { text: typescriptString(name), notes };
  const text = lossFunctions[className]!(config);
  return { text: lossFunction(isMean ? `tf.mean(${text})` : text, lossWeight), notes };
}

function lossFunction(text: string, weight: number): string {
  return `(truth, prediction) => ${weight === 1 ? text : `tf.mul(${weight}, ${text})`}`;
}

/** The metrics of an Output, each with the name that it has in logs. */
export function metricPieces({ metrics }: KerasOutput): readonly Piece[] {
  return metrics.map(({ className, config }): Piece => {
    const own = (body: string, ...notes: readonly string[]): Piece => ({
      text: `function ${camel(String(config.name))}(truth: tf.Tensor, prediction: tf.Tensor): tf.Tensor { return ${body}; }`,
      notes,
    });
    const threshold = String([config.thresholds ?? config.threshold ?? 0.5].flat()[0]);
    const said = `tf.cast(tf.greater(prediction, ${threshold}), 'float32')`;
    const batches = `TensorFlow.js takes the mean of ${String(config.name)} over batches; Keras counts over all of them.`;
    switch (className) {
      case 'BinaryAccuracy':
        return own(`tf.mean(tf.cast(tf.equal(truth, ${said}), 'float32'), -1)`);
      case 'SparseCategoricalAccuracy':
        return { text: 'tf.metrics.sparseCategoricalAccuracy', notes: [] };
      case 'CategoricalAccuracy':
        return { text: 'tf.metrics.categoricalAccuracy', notes: [] };
      case 'MeanAbsoluteError':
        return { text: 'tf.metrics.meanAbsoluteError', notes: [] };
      case 'MeanSquaredError':
        return { text: 'tf.metrics.meanSquaredError', notes: [] };
      case 'RootMeanSquaredError':
        return own('tf.sqrt(tf.losses.meanSquaredError(truth, prediction))', batches);
      case 'R2Score':
        return { text: 'tf.metrics.r2Score', notes: [batches] };
      case 'Precision':
        return own(`tf.divNoNan(tf.sum(tf.mul(truth, ${said})), tf.sum(${said}))`, batches);
      case 'Recall':
        return own(`tf.divNoNan(tf.sum(tf.mul(truth, ${said})), tf.sum(truth))`, batches);
      default:
        return { text: '', notes: [`TensorFlow.js has no metric ${className}: ${String(config.name)} is left out.`] };
    }
  });
}

function camel(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_all, first: string) => first.toUpperCase());
}
