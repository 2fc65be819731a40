import type { BlockCategory, BlockGuide } from '../blocks/define-block.ts';
import type { Json } from '../blocks/params.ts';
import type { BlockId, Graph, Wire } from './document.ts';
import { newBlock } from './edits.ts';

/** A group that comes with the program, to be placed like a block and changed like any group. */
export interface ReadyMade {
  readonly type: string;
  readonly title: string;
  readonly category: BlockCategory;
  /** A file name in `assets/icons`, without its extension. */
  readonly icon: string;
  /** What it does, in a sentence or two for a student. */
  readonly docs: string;
  readonly guide: BlockGuide;
  /** The graph of the group, for inputs of so many features. It takes one input and gives one output. */
  make(features: number): Graph;
}

/**
 * One layer of a transformer's encoder, normalized after each part: Vaswani et al., "Attention is all you need" (2017), section 3.1. It
 * gives what it takes in shape, so that it can be repeated.
 */
const transformerBlock: ReadyMade = {
  type: 'TransformerBlock',
  title: 'Transformer block',
  category: 'attention',
  icon: 'transformer-block',
  docs: 'A group of attention and two Dense layers, with a shortcut around each.',
  guide: {
    when: 'For texts, series or any other sequence of word vectors or measurements. Repeat it for a deeper transformer.',
    shape: 'The shape stays as it is, so that it can be repeated.',
    keywords: ['encoder', 'BERT', 'GPT', 'LLM', 'self-attention'],
    example: null,
  },
  make(features) {
    const heads = [4, 2].find((count) => features % count === 0) ?? 1;
    return graphOf(
      {
        'groupinput-1': ['GroupInput'],
        attention: ['MultiHeadAttention', { numHeads: heads, keyDim: features / heads }],
        'dropout-1': ['Dropout', { rate: 0.1 }],
        'add-1': ['Add'],
        'normalization-1': ['LayerNormalization', { epsilon: 1e-6 }],
        'dense-1': ['Dense', { units: 4 * features, activation: 'relu' }],
        'dense-2': ['Dense', { units: features }],
        'dropout-2': ['Dropout', { rate: 0.1 }],
        'add-2': ['Add'],
        'normalization-2': ['LayerNormalization', { epsilon: 1e-6 }],
        'groupoutput-1': ['GroupOutput'],
      },
      [
        ['groupinput-1', 'attention', 'query'],
        ['groupinput-1', 'attention', 'value'],
        ['attention', 'dropout-1', 'input'],
        ['groupinput-1', 'add-1', '1'],
        ['dropout-1', 'add-1', '2'],
        ['add-1', 'normalization-1', 'input'],
        ['normalization-1', 'dense-1', 'input'],
        ['dense-1', 'dense-2', 'input'],
        ['dense-2', 'dropout-2', 'input'],
        ['normalization-1', 'add-2', '1'],
        ['dropout-2', 'add-2', '2'],
        ['add-2', 'normalization-2', 'input'],
        ['normalization-2', 'groupoutput-1', 'input'],
      ],
    );
  },
};

/** All groups that come with the program. */
export const readyMade: readonly ReadyMade[] = [transformerBlock];

/** The ready-made group of a type, or undefined for what is none. */
export function findReadyMade(type: string): ReadyMade | undefined {
  return readyMade.find((each) => each.type === type);
}

function graphOf(
  blocks: Readonly<Record<BlockId, readonly [type: string, params?: Readonly<Record<string, Json>>]>>,
  wires: readonly (readonly [from: BlockId, to: BlockId, port: string])[],
): Graph {
  return {
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([id, [type, params]]) => [id, newBlock(type, params)] as const),
    ),
    wires: Object.fromEntries(
      wires.map(([from, to, port], at): [string, Wire] => [
        `wire-${at + 1}`,
        { from: { block: from, port: 'output' }, to: { block: to, port } },
      ]),
    ),
  };
}
