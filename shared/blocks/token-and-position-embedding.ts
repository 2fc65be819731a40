import { problem } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { initializers, randomUniform } from './initializers.ts';
import { component, componentValue, flag, int } from './params.ts';
import { requireRow, requireWholeNumbers } from './requirements.ts';
import { trainable } from './weight-specs.ts';

/**
 * A row of a table for each token plus a row for its place, as `keras_hub.layers.TokenAndPositionEmbedding`. Tokens [..., time] give
 * [..., time, embeddingDim]. Learned positions: Gehring et al., "Convolutional sequence to sequence learning" (2017), section 3.1.
 */
export const tokenAndPositionEmbedding = defineBlock({
  type: 'TokenAndPositionEmbedding',
  title: 'TokenAndPositionEmbedding',
  category: 'core',
  icon: 'token-and-position-embedding',
  module: 'keras_hub.layers',
  docs: 'An Embedding that also learns a row for each place in the sequence and adds it. Attention by itself does not know the order of words: put this before a transformer.',
  guide: {
    when: 'First behind an Input of tokens whose order matters to what follows, as in a transformer.',
    shape: 'Every whole number becomes a row, which adds a last dimension: (steps) to (steps, dimension).',
    keywords: ['text', 'words', 'tokens', 'NLP', 'transformer', 'position', 'order'],
    example: {
      inputs: [[200]],
      dtype: 'int32',
      params: { vocabularySize: 10000, sequenceLength: 256, embeddingDim: 32 },
      output: [200, 32],
    },
  },
  params: {
    vocabularySize: int('Vocabulary size', 1000, { min: 1, help: 'How many different whole numbers can come in.' }),
    sequenceLength: int('Sequence length', 256, { min: 1, help: 'How many places it knows: the longest sequence.' }),
    embeddingDim: int('Dimension', 32, { min: 1, help: 'How many numbers stand for each.' }),
    maskZero: flag('Mask zero', false, { help: 'Number 0 is padding, and later blocks pass over it.' }),
    embeddingsInitializer: component('Embeddings initializer', initializers, componentValue(randomUniform), {
      group: 'initializers',
    }),
  },
  // Says only what a use of the same table backwards would be, which no block makes.
  kerasFixed: { tie_weights: true },
  summary: ({ vocabularySize, embeddingDim, sequenceLength, maskZero }) => [
    `${vocabularySize} → ${embeddingDim}`,
    `${sequenceLength} places`,
    ...(maskZero ? ['mask zero'] : []),
  ],
  infer({ sequenceLength, embeddingDim, maskZero }, [input]) {
    const refused =
      requireWholeNumbers('TokenAndPositionEmbedding', input!) ?? requireRow('TokenAndPositionEmbedding', input!);
    if (refused) return refused;
    const { shape } = input!;
    const length = shape.at(-1)!;
    if (length > sequenceLength) {
      const values = { expected: sequenceLength, received: length };
      return problem('sequence-too-long', { type: 'TokenAndPositionEmbedding', ...values }, 'sequenceLength');
    }
    return { shape: [...shape, embeddingDim], dtype: 'float32', masked: maskZero };
  },
  weights: ({ vocabularySize, sequenceLength, embeddingDim, embeddingsInitializer }) => [
    trainable('token_embedding/embeddings', [vocabularySize, embeddingDim], embeddingsInitializer, null),
    trainable('position_embedding/embeddings', [sequenceLength, embeddingDim], embeddingsInitializer, null),
  ],
  forward({ tf }, { maskZero }, [input], weights) {
    const tokens = input!.tensor;
    const rows = tf.gather(weights['token_embedding/embeddings']!, tokens as never);
    const places = tf.slice(weights['position_embedding/embeddings']!, [0, 0], [tokens.shape.at(-1)!, -1]);
    return { tensor: tf.add(rows, places), mask: maskZero ? tf.notEqual(tokens, tf.scalar(0, 'int32')) : null };
  },
  toPyTorch: ({ vocabularySize, sequenceLength, embeddingDim }, [input]) => ({
    members: [
      { suffix: 'tokens', call: 'nn.Embedding', args: [`${vocabularySize}`, `${embeddingDim}`] },
      { suffix: 'positions', call: 'nn.Embedding', args: [`${sequenceLength}`, `${embeddingDim}`] },
    ],
    weights: [
      {
        weight: 'token_embedding/embeddings',
        member: 'tokens',
        attribute: 'weight',
        shape: [vocabularySize, embeddingDim],
      },
      {
        weight: 'position_embedding/embeddings',
        member: 'positions',
        attribute: 'weight',
        shape: [sequenceLength, embeddingDim],
      },
    ],
    forward: ({ self, x }) => `${self('tokens')}(${x}) + ${self('positions')}.weight[:${input!.shape.at(-1)}]`,
    mask: ({ x }) => `${x} != 0`,
  }),
});
