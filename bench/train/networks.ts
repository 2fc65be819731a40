import type { ModelDocument } from '../../shared/graph/document.ts';
import { Drawing } from '../../testing/drawing.ts';
import { chainOf, pictureLayers, type ShortBlock, yesOrNo } from '../../testing/networks.ts';

/** A network that training is timed on. */
export interface BenchNetwork {
  readonly model: ModelDocument;
  /** Rows in a batch. */
  readonly batch: number;
  /** Steps in one timed stretch: some tenths of a second. */
  readonly steps: number;
}

/** How a growing network is sized; what is left out is as in the chapter. */
export interface Sizes {
  readonly batch?: number;
  /** Steps of a sequence. */
  readonly length?: number;
  /** Hidden Dense layers, or recurrent ones. */
  readonly depth?: number;
}

/** Steps of a stretch that takes as long as `steps` do at the usual size: no fewer than are compared with those of others. */
function stretch(steps: number, size: number, usual: number): number {
  return Math.max(6, Math.round((steps * usual) / size));
}

const vocabulary = 10_000;
const units = 64;

const relu = (count: number): ShortBlock => ['Dense', { units: count, activation: 'relu' }];
const regression: readonly ShortBlock[] = [['Dense', { units: 1 }], ['Output']];
const tenClasses: readonly ShortBlock[] = [
  ['Dense', { units: 10 }],
  ['Output', { loss: { type: 'SparseCategoricalCrossentropy', fromLogits: true } }],
];

/** A perceptron of `depth` hidden layers of 64 units, for tables of ten columns. */
export function mlp({ batch = 32, depth = 2 }: Sizes = {}): BenchNetwork {
  const hidden = Array.from({ length: depth }, () => relu(units));
  return { model: chainOf(['Input', { shape: [10] }], ...hidden, ...regression), batch, steps: stretch(500, depth, 2) };
}

/** Word numbers, an Embedding and `depth` recurrent layers of 64 units. Every sequence is of full length: PyTorch has no masks. */
function recurrent(type: 'LSTM' | 'GRU', { batch = 64, length = 80, depth = 1 }: Sizes = {}): BenchNetwork {
  const layers = Array.from({ length: depth }, (_, index): ShortBlock => {
    return [type, { units, returnSequences: index < depth - 1 }];
  });
  const words: readonly ShortBlock[] = [
    ['Input', { shape: [length], dtype: 'int32' }],
    ['Embedding', { inputDim: vocabulary, outputDim: 32 }],
  ];
  return { model: chainOf(...words, ...layers, ...yesOrNo), batch, steps: stretch(20, length, 80) };
}

export const lstm = (sizes?: Sizes): BenchNetwork => recurrent('LSTM', sizes);
export const gru = (sizes?: Sizes): BenchNetwork => recurrent('GRU', sizes);

/** The chapter's network for handwritten digits. */
export function cnn({ batch = 128 }: Sizes = {}): BenchNetwork {
  const model = chainOf(['Input', { shape: [28, 28, 1] }], ...pictureLayers, ...tenClasses);
  return { model, batch, steps: stretch(12, batch, 128) };
}

/** A network for small pictures in colour with three residual blocks: two convolutions, and a shortcut around them. */
function residual({ normalized }: { readonly normalized: boolean }): BenchNetwork {
  const drawing = new Drawing();
  const relu: ShortBlock = ['Activation', { activation: 'relu' }];
  const plain: ShortBlock = ['Conv2D', { filters: 32, padding: 'same', ...(normalized && { useBias: false }) }];
  const convolution: readonly ShortBlock[] = normalized
    ? [plain, ['BatchNormalization'], relu]
    : [['Conv2D', { ...plain[1], activation: 'relu' }]];
  let last = drawing.chain(null, ['Input', { shape: [32, 32, 3] }], ...convolution);
  for (let number = 1; number <= 3; number++) {
    const way = drawing.chain(last, ...convolution, ...(normalized ? convolution.slice(0, -1) : convolution));
    const sum = drawing.join(['Add'], way, last);
    last = normalized ? drawing.chain(sum, relu) : sum;
  }
  const pooled: readonly ShortBlock[] = normalized ? [['GlobalAveragePooling2D']] : [['MaxPooling2D'], ['Flatten']];
  drawing.chain(last, ...pooled, ...tenClasses);
  return { model: drawing.model(), batch: 64, steps: 6 };
}

/** A perceptron of about a million weights, for rows of 784 numbers. */
export function wideMlp({ batch = 128 }: Sizes = {}): BenchNetwork {
  return { model: chainOf(['Input', { shape: [784] }], relu(784), relu(480), ...tenClasses), batch, steps: 40 };
}

/** The networks that are compared, by the names of the table. */
export const networks: Readonly<Record<string, () => BenchNetwork>> = {
  mlp,
  cnn,
  lstm,
  gru,
  'stacked-lstm': () => lstm({ depth: 2 }),
  'wide-mlp': wideMlp,
  residual: () => residual({ normalized: false }),
  // As He et al. (2016) have it: normalized before each activation, and no biases.
  'residual-normalized': () => residual({ normalized: true }),
};

/** Networks that grow, by what grows in them. */
export const growth: readonly {
  readonly network: string;
  readonly by: keyof Sizes;
  readonly sizes: readonly number[];
  readonly make: (sizes: Sizes) => BenchNetwork;
}[] = [
  { network: 'cnn', by: 'batch', sizes: [16, 64, 128, 512], make: cnn },
  { network: 'lstm', by: 'length', sizes: [20, 80, 320], make: lstm },
  { network: 'mlp', by: 'depth', sizes: [2, 8, 32], make: mlp },
];
