import type { Tensor } from '@tensorflow/tfjs-core';
import { isProblem, problem, shapeWords } from '../messages/problem.ts';
import { activation } from './activation.ts';
import { batchNormalization } from './batch-normalization.ts';
import { conv2d } from './conv-2d.ts';
import { type DataType, defineBlock, type ForwardContext, type TensorSpec, type Value } from './define-block.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { groupNormalization } from './group-normalization.ts';
import { gru } from './gru.ts';
import { layerNormalization } from './layer-normalization.ts';
import { lstm } from './lstm.ts';
import { maxPooling2d } from './max-pooling-2d.ts';
import { component, componentValue } from './params.ts';
import { resultOf, turned } from './pytorch-form.ts';
import { piecesOf } from './recurrent.ts';
import { simpleRnn } from './simple-rnn.ts';
import { type Wrapped, wrappedBlock } from './wrapper.ts';

/** Not Embedding, which does the same to every number wherever it stands. */
const layers = [
  dense,
  activation,
  conv2d,
  maxPooling2d,
  lstm,
  gru,
  simpleRnn,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  dropout,
  flatten,
] as const;

/** One layer for every step of a sequence, with the same weights, as `keras.layers.TimeDistributed`. */
export const timeDistributed = defineBlock({
  type: 'TimeDistributed',
  title: 'TimeDistributed',
  category: 'recurrent',
  icon: 'time-distributed',
  docs: 'Does the same to every step of a sequence, with one layer and its one set of weights.',
  guide: {
    when: 'For series of pictures or of texts, where each is read by itself before something reads the series.',
    shape: 'The steps stay, and what follows them changes as the layer inside changes it.',
    keywords: ['video', 'wrapper', 'frames', 'sequence'],
    example: { inputs: [[10, 16]], output: [10, 32] },
  },
  params: {
    layer: component('Layer', layers, componentValue(dense), { help: 'What is done to each step.' }),
  },
  summary({ layer }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    return [block.type, ...block.summary(params, input ? [stepOf(input)] : [])].slice(0, 3);
  },
  infer({ layer }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    const { shape, masked } = input!;
    if (shape.length < 2) return problem('steps-expected', { type: 'TimeDistributed', received: shapeWords(shape) });
    // Such a mask may be of more than the steps, and would no more fit what comes out.
    if (masked && shape.length > 2) {
      return problem('mask-of-steps', { type: 'TimeDistributed', received: shapeWords(shape) });
    }
    if (params.activityRegularizer) {
      return problem('activity-inside', { type: 'TimeDistributed', layer: block.type }, 'layer');
    }
    const output = block.infer(params, [stepOf(input!)]);
    return isProblem(output) ? output : { ...output, shape: [shape[0]!, ...output.shape], masked };
  },
  weights({ layer }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    return block.weights(params, [stepOf(input!)]);
  },
  multiplyAdds({ layer }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    return input!.shape[0]! * block.multiplyAdds(params, [stepOf(input!)]);
  },
  forward(context, { layer }, [input], weights) {
    const { tensor, mask } = input!;
    const wrapped = wrappedBlock(layers, layer);
    const isOneByOne = context.training && differsByStep(wrapped, tensor);
    const compute = isOneByOne ? computeOneByOne : computeAtOnce;
    return { tensor: compute(context, wrapped, input!, weights), mask };
  },
  toPyTorch({ layer }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    const step = stepOf(input!);
    const form = block.toPyTorch?.(params, [step]);
    const output = block.infer(params, [step]);
    if (!form || isProblem(output)) throw new Error(`${block.type} has a PyTorch form and takes a step.`);
    const layout = form.layout === 'first' ? 'first' : 'last';
    const isNormalizing = block.type === batchNormalization.type;
    return {
      ...form,
      layout: undefined,
      notes: isNormalizing
        ? [
            ...(form.notes ?? []),
            'While training, Keras normalizes each step by itself; here all steps of a batch are normalized together.',
          ]
        : (form.notes ?? []),
      forward(call) {
        const steps = turned(`${call.x}.flatten(0, 1)`, 'last', layout, step.shape.length);
        // An expression of the layer may name its input several times.
        const isName = steps === `${call.x}.flatten(0, 1)` && (form.members ?? []).length === 1;
        const local = isName ? steps : call.local('steps');
        const { before, value } = resultOf(form.forward({ ...call, x: local, xs: [local], layout, mask: () => null }));
        const y = turned(isSingle(value) ? value : `(${value})`, layout, 'last', output.shape.length);
        return {
          before: [...(isName ? [] : [`${local} = ${steps}`]), ...before],
          value: `${y}.reshape(${['-1', input!.shape[0]!, ...output.shape].join(', ')})`,
        };
      },
      mask: ({ mask }) => mask(0)!,
    };
  },
});

/** One step of the input; whether it counts is no mask of what is in it. */
function stepOf({ shape, dtype }: TensorSpec): TensorSpec {
  return { shape: shape.slice(1), dtype, masked: false };
}

type Weights = Readonly<Record<string, Tensor>>;

/** The params that are shares of numbers dropped. */
const rates = ['rate', 'dropout', 'recurrentDropout'];

/** Whether training does not do the same to each step: it drops other numbers, or keeps a mean that moves from step to step. */
function differsByStep({ block, params }: Wrapped, { shape, dtype }: Tensor): boolean {
  const step: TensorSpec = { shape: shape.slice(2), dtype: dtype as DataType, masked: false };
  return rates.some((key) => Number(params[key] ?? 0) > 0) || block.weights(params, [step]).some((w) => !w.trainable);
}

/** All steps of all samples as one batch. */
function computeAtOnce(
  context: ForwardContext,
  { block, params }: Wrapped,
  { tensor }: Value,
  weights: Weights,
): Tensor {
  const { tf } = context;
  const [batch, time, ...rest] = tensor.shape as [number, number, ...number[]];
  const steps = tf.reshape(tensor, [batch * time, ...rest]);
  const { tensor: y } = block.forward(context, params, [{ tensor: steps, mask: null }], weights);
  return tf.reshape(y, [batch, time, ...y.shape.slice(1)]);
}

/** One step after the other, each with the weights that the one before it left. */
function computeOneByOne(
  context: ForwardContext,
  { block, params }: Wrapped,
  { tensor, mask }: Value,
  weights: Weights,
): Tensor {
  const { tf } = context;
  const updated: Record<string, Tensor> = {};
  const update = (weight: string, value: Tensor) => {
    updated[weight] = value;
  };
  const timeFirst = tensor.shape.map((_size, axis) => (axis < 2 ? 1 - axis : axis));
  const masks = mask ? piecesOf(tf, tf.transpose(mask)) : null;
  const outputs = piecesOf(tf, tf.transpose(tensor, timeFirst)).map((step, index) => {
    const value = { tensor: step, mask: masks ? masks[index]! : null };
    return block.forward({ ...context, update }, params, [value], { ...weights, ...updated }).tensor;
  });
  for (const [weight, value] of Object.entries(updated)) context.update(weight, value);
  return tf.stack(outputs, 1);
}

/** Whether Python reads this as one thing before a dot: a name or a call. */
const isSingle = (text: string) => /^[\w.]+(\(.*\))?(\[[^\]]*\])*$/.test(text);
