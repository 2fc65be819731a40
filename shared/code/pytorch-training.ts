import type { ComponentValue, ParamSpecs, ParamValues } from '../blocks/params.ts';
import { learnsClasses, lossOf } from '../training/losses.ts';
import { metrics } from '../training/metrics.ts';
import { optimizerOf } from '../training/optimizers.ts';
import type { TrainingDocument } from '../training/settings.ts';
import { type CodeLine, line } from './code.ts';
import { pythonComment, pythonNumber } from './python.ts';
import type { PyTorchGraph, PyTorchOutput } from './pytorch-graph.ts';

const inFunction = ' '.repeat(4);

/** The optimizer, and one step of training with the losses of the Outputs. */
export function trainingLines(
  { nodes, inputs, outputs, keras, unique }: PyTorchGraph,
  className: string,
  training: TrainingDocument,
  hasPenalty: boolean,
): readonly CodeLine[] {
  if (inputs.length === 0 || outputs.length === 0) return [];
  const isTrained = nodes.some(({ facts }) => facts.weights.some(({ trainable }) => trainable));
  if (!isTrained) return ['', '', '# No block has weights: there is nothing to train.'].map((text) => line(text));
  const optimizer = optimizerOf(training.optimizer).toPyTorch(training.optimizer as ParamValues<ParamSpecs>);
  const model = unique('model');
  const step = unique('optimizer');
  const loss = unique('loss');
  const answers = outputs.map((output) => {
    const { params } = keras.inference.facts.get(output.block)!;
    const prediction = unique(`${output.node.name}_output`);
    return {
      ...output,
      params: params as unknown as OutputParams,
      prediction,
      target: unique(`${output.node.name}_target`),
    };
  });
  const given = [...inputs.map(({ name }) => name), ...answers.map(({ target }) => target)];
  const say = (text: string, block: CodeLine['block'] = null) => line(inFunction + text, block);
  const losses = answers.map((answer, index) => {
    const { lossWeight, block } = { ...answer, ...answer.params };
    const weight = lossWeight === 1 ? '' : `${pythonNumber(lossWeight, true)} * `;
    return say(`${loss} ${index === 0 ? '=' : '+='} ${weight}${lossText(answer, model)}`, block);
  });
  const args = [`${model}.parameters()`, ...optimizer.args].join(', ');
  return [
    ...(answers.some(({ counts }) => counts) ? maskedMean.map((text) => line(text)) : []),
    line(''),
    line(''),
    line(`${model} = ${className}()`),
    ...optimizer.notes.map((note) => line(pythonComment(note))),
    line(`${step} = torch.optim.${optimizer.className}(${args})`),
    line(''),
    line(''),
    line(`def train_step(${given.join(', ')}):`),
    say('"""One step of training on a batch; gives its loss."""'),
    say(`${model}.train()`),
    say(`${step}.zero_grad()`),
    say(
      `${answers.map(({ prediction }) => prediction).join(', ')} = ${model}(${inputs.map(({ name }) => name).join(', ')})`,
    ),
    ...(training.classWeights === 'balanced' && answers.some(({ params }) => learnsClasses(params.loss.type))
      ? [
          say(
            '# Balanced classes: with n rows, k classes and n_c rows of class c, a row counts n / (k * n_c) in the loss.',
          ),
        ]
      : []),
    ...losses,
    ...answers.flatMap(({ block, params }) => {
      const names = params.metrics.map(({ type }) => metrics.find((metric) => metric.type === type)?.title ?? type);
      if (names.length === 0) return [];
      return [
        say(pythonComment(`PyTorch itself has no metrics; in Keras there are here: ${names.join(', ')}.`), block),
      ];
    }),
    ...(hasPenalty ? [say(`${loss} += ${model}.penalty()`)] : []),
    say(`${loss}.backward()`),
    say(`${step}.step()`),
    say(`return ${loss}.item()`),
  ];
}

/** Where a mask leaves nothing, there is no loss. */
const maskedMean: readonly string[] = [
  '',
  '',
  'def masked_mean(losses, counts):',
  '    """The mean of the steps that a mask leaves, as in Keras."""',
  '    return (losses * counts).sum() / counts.sum().clamp(min=1)',
];

interface OutputParams {
  readonly loss: ComponentValue;
  readonly lossWeight: number;
  readonly metrics: readonly ComponentValue[];
}

interface Answer extends PyTorchOutput {
  readonly params: OutputParams;
  readonly prediction: string;
  readonly target: string;
}

function lossText({ params, prediction, target, node, counts }: Answer, model: string): string {
  const { loss } = params;
  const { shape } = node.facts.output!;
  const judged = {
    prediction,
    target,
    dimensions: shape.length + 1,
    classes: shape.at(-1) ?? 1,
    each: counts !== null,
  };
  const text = lossOf(loss).toPyTorch(loss as ParamValues<ParamSpecs>, judged);
  if (counts === null) return text;
  return `masked_mean(${text}, ${model}.${counts.name})`;
}
