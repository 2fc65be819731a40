import { defineBlock } from './define-block.ts';
import { initializers, randomUniform } from './initializers.ts';
import { component, componentValue, flag, int, optionalComponent } from './params.ts';
import { regularizers } from './regularizers.ts';
import { requireWholeNumbers } from './requirements.ts';
import { trainable } from './weight-specs.ts';

/** Rows of a table, looked up by whole numbers from 0 to inputDim - 1. */
export const embedding = defineBlock({
  type: 'Embedding',
  title: 'Embedding',
  category: 'core',
  icon: 'embedding',
  docs: 'Gives every word, user or item a row of numbers of its own, and learns them: things used alike end up with rows alike.',
  guide: {
    when: 'First behind an Input of whole numbers that are names and not amounts, such as the words of a text.',
    shape: 'Every whole number becomes a row, which adds a last dimension: (steps) to (steps, output dimension).',
    keywords: ['text', 'words', 'tokens', 'NLP', 'vocabulary', 'categorical'],
    example: { inputs: [[200]], dtype: 'int32', params: { inputDim: 10000, outputDim: 32 }, output: [200, 32] },
  },
  params: {
    inputDim: int('Vocabulary size', 1000, { min: 1, help: 'How many different whole numbers can come in.' }),
    outputDim: int('Dimension', 32, { min: 1, help: 'How many numbers stand for each.' }),
    maskZero: flag('Mask zero', false, { help: 'Number 0 is padding, and later blocks pass over it.' }),
    embeddingsInitializer: component('Embeddings initializer', initializers, componentValue(randomUniform), {
      group: 'initializers',
    }),
    embeddingsRegularizer: optionalComponent('Embeddings regularizer', regularizers, { group: 'penalties' }),
  },
  kerasFixed: { embeddings_constraint: null },
  summary: ({ inputDim, outputDim, maskZero }) => [`${inputDim} → ${outputDim}`, ...(maskZero ? ['mask zero'] : [])],
  infer: ({ outputDim, maskZero }, [input]) =>
    requireWholeNumbers('Embedding', input!) ?? {
      shape: [...input!.shape, outputDim],
      dtype: 'float32',
      masked: maskZero,
    },
  weights: (params) => [
    trainable(
      'embeddings',
      [params.inputDim, params.outputDim],
      params.embeddingsInitializer,
      params.embeddingsRegularizer,
    ),
  ],
  forward: ({ tf }, { maskZero }, [input], { embeddings }) => ({
    tensor: tf.gather(embeddings!, input!.tensor as never),
    mask: maskZero ? tf.notEqual(input!.tensor, tf.scalar(0, 'int32')) : null,
  }),
  toPyTorch: ({ inputDim, outputDim }) => ({
    members: [{ call: 'nn.Embedding', args: [`${inputDim}`, `${outputDim}`] }],
    weights: [{ weight: 'embeddings', attribute: 'weight', shape: [inputDim, outputDim] }],
    forward: ({ self, x }) => `${self()}(${x})`,
    mask: ({ x }) => `${x} != 0`,
  }),
});
