import type { Tensor } from '@tensorflow/tfjs-core';
import { isProblem, problem } from '../messages/problem.ts';
import { type BlockDefinition, defineBlock, type ForwardContext, type Value } from './define-block.ts';
import { gru } from './gru.ts';
import { kerasLayerName } from './keras-form.ts';
import { lstm } from './lstm.ts';
import { type ComponentValue, choice, component, componentValue } from './params.ts';
import { type PyTorchRecurrentParams, type RecurrentKind, recurrentOf } from './pytorch-recurrent.ts';
import { activityPenalty } from './regularizers.ts';
import { simpleRnn } from './simple-rnn.ts';
import { type Wrapped, wrappedBlock } from './wrapper.ts';

const layers = [lstm, gru, simpleRnn] as const;

const mergeModes = ['concat', 'sum', 'mul', 'ave'] as const;
type MergeMode = (typeof mergeModes)[number];

/** The layer of one way is a copy of the one given, with weights of its own and the way in its name. */
const ways = ['forward', 'backward'] as const;
type Way = (typeof ways)[number];

/** A recurrent layer twice, one reading from each end, as `keras.layers.Bidirectional` with merged outputs. */
export const bidirectional = defineBlock({
  type: 'Bidirectional',
  title: 'Bidirectional',
  category: 'recurrent',
  icon: 'bidirectional',
  docs: 'Reads a sequence from both ends, so that each step knows what came before it and what comes after.',
  guide: {
    when: 'For texts and series that are complete when they are read. Not for forecasts, where later steps are not there yet.',
    shape: 'As the layer inside; with merge mode concat twice as many features.',
    keywords: ['BiLSTM', 'RNN', 'wrapper', 'text'],
    example: { inputs: [[200, 32]], output: [64] },
  },
  params: {
    layer: component('Layer', layers, componentValue(lstm), { help: 'What reads, once each way.' }),
    mergeMode: choice('Merge mode', mergeModes, 'concat', {
      help: 'How the answers of both ways become one: side by side, their sum, product or mean.',
    }),
  },
  kerasFixed: { weights: null, backward_layer: null },
  summary({ layer }, inputs) {
    const { block, params } = wrappedBlock(layers, layer);
    return [block.type, ...block.summary(params, inputs)].slice(0, 3);
  },
  infer({ layer, mergeMode }, [input]) {
    const { block, params } = wrappedBlock(layers, layer);
    if (layer.goBackwards) return problem('both-ways', { type: 'Bidirectional', layer: block.type }, 'layer');
    const output = block.infer(params, [input!]);
    if (isProblem(output) || mergeMode !== 'concat') return output;
    return { ...output, shape: [...output.shape.slice(0, -1), 2 * output.shape.at(-1)!] };
  },
  weights({ layer }, inputs) {
    const { block, params } = wrappedBlock(layers, layer);
    const weights = block.weights(params, inputs);
    return ways.flatMap((way) => weights.map((spec) => ({ ...spec, name: nameOf(way, block, spec.name) })));
  },
  multiplyAdds({ layer }, inputs) {
    const { block, params } = wrappedBlock(layers, layer);
    return ways.length * block.multiplyAdds(params, inputs);
  },
  forward(context, { layer, mergeMode }, [input], weights) {
    const wrapped = wrappedBlock(layers, layer);
    const [forward, backward] = ways.map((way) => read(context, wrapped, way, input!, weights)) as [Tensor, Tensor];
    const mask = layer.returnSequences ? input!.mask : null;
    return { tensor: merge(context, mergeMode, forward, backward), mask };
  },
  toPyTorch({ layer, mergeMode }, [input]) {
    const { returnSequences, dropout, activityRegularizer } = layer as PyTorchRecurrentParams;
    const recurrent = recurrentOf(layer.type as RecurrentKind, layer as PyTorchRecurrentParams, input!);
    const prefixes = ways.map((way) => nameOf(way, wrappedBlock(layers, layer).block, ''));
    const merged = (one: string, other: string): string =>
      ({
        concat: `torch.cat([${one}, ${other}], -1)`,
        sum: `${one} + ${other}`,
        mul: `${one} * ${other}`,
        ave: `(${one} + ${other}) / 2`,
      })[mergeMode];
    // PyTorch's layer reads both ways, unless each way has something of its own.
    if (recurrent.isOwn && dropout === 0 && !input!.masked) {
      const endings = ['', '_reverse'];
      return {
        members: [recurrent.member('', ['bidirectional=True'])],
        weights: endings.flatMap((ending, way) => recurrent.weights(prefixes[way], '', ending)),
        constants: endings.flatMap((ending) => recurrent.constants('', ending)),
        activity: {
          regularizer: activityRegularizer ?? null,
          of: ({ local }) => [local('forward'), local('backward')],
        },
        forward({ self, x, local }) {
          const steps = `${self()}(${x})[0]`;
          if (returnSequences && mergeMode === 'concat' && !activityRegularizer) return steps;
          const [one, other] = [local('forward'), local('backward')];
          const last = [`${one} = ${one}[:, -1]`, `${other} = ${other}[:, 0]`];
          return {
            before: [`${one}, ${other} = ${steps}.chunk(2, -1)`, ...(returnSequences ? [] : last)],
            value: merged(one, other),
          };
        },
      };
    }
    return {
      members: ways.map((way) => recurrent.member(way)),
      weights: ways.flatMap((way, index) => recurrent.weights(prefixes[index], way)),
      constants: ways.flatMap((way) => recurrent.constants(way)),
      helpers: recurrent.helpers,
      activity: {
        regularizer: activityRegularizer ?? null,
        of: ({ local }) => ways.map((way) => local(`${way}_steps`)),
      },
      forward(call) {
        const counts = call.mask(0);
        const [one, other] = ways.map((way) => call.local(`${way}_steps`)) as [string, string];
        const before = ways.map((way) => {
          const isBackward = way === 'backward';
          const steps = recurrent.steps(call, way, isBackward);
          if (!returnSequences) return `${call.local(`${way}_steps`)} = ${steps}[:, -1]`;
          const inOrder = `${steps}${isBackward ? '.flip(1)' : ''}`;
          // In Keras, layers in here give zeros at steps that do not count.
          return `${call.local(`${way}_steps`)} = ${inOrder}${counts ? ` * ${counts}.unsqueeze(-1)` : ''}`;
        });
        return { before, value: merged(one, other) };
      },
    };
  },
});

/** A weight of one way, in Keras's words: `backward_lstm/kernel`. */
function nameOf(way: Way, { type }: BlockDefinition, weight: string): string {
  return `${way}_${kerasLayerName(type)}/${weight}`;
}

/** What the layer of one way gives, steps in the order of the input. */
function read(
  context: ForwardContext,
  { block, params }: Wrapped,
  way: Way,
  input: Value,
  weights: Readonly<Record<string, Tensor>>,
): Tensor {
  const { tf } = context;
  const goBackwards = way === 'backward';
  const prefix = nameOf(way, block, '');
  const own = Object.entries(weights)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, tensor]) => [name.slice(prefix.length), tensor] as const);
  // The penalty is on what the layer gives, of which more is to be done here.
  const given = { ...params, goBackwards, activityRegularizer: null };
  let { tensor } = block.forward(context, given, [input], Object.fromEntries(own));
  if (params.returnSequences) {
    if (goBackwards) tensor = tf.reverse(tensor, 1);
    // In Keras, layers in here give zeros at steps that do not count, where they repeat their last output elsewhere.
    if (input.mask) tensor = tf.mul(tensor, tf.expandDims(tf.cast(input.mask, 'float32'), -1));
  }
  const activityRegularizer = params.activityRegularizer as ComponentValue | null | undefined;
  if (activityRegularizer) context.addLoss(activityPenalty(tf, activityRegularizer, tensor));
  return tensor;
}

function merge({ tf }: ForwardContext, mode: MergeMode, forward: Tensor, backward: Tensor): Tensor {
  switch (mode) {
    case 'concat':
      return tf.concat([forward, backward], -1);
    case 'sum':
      return tf.add(forward, backward);
    case 'mul':
      return tf.mul(forward, backward);
    case 'ave':
      return tf.div(tf.add(forward, backward), 2);
  }
}
