import { type ComponentValue, componentValue, type Json } from '../blocks/params.ts';
import type { Feature, Target } from '../data/dataset.ts';
import { metrics } from '../training/metrics.ts';
import { defaultTraining, type TrainingDocument } from '../training/settings.ts';
import { type BlockId, emptyModel, type ModelDocument } from './document.ts';
import { applyEdits, type Edit, freshId, newBlock } from './edits.ts';
import { usualLoss } from './repairs.ts';

/** What a network is made for. */
export interface DataForNetwork {
  readonly features: readonly Feature[];
  readonly targets: readonly Target[];
  readonly rows: { readonly train: number };
}

/** Units of the layer that all inputs meet in. */
const trunkUnits = 64;
/** Filters of the first convolution; each further one has twice as many, up to `mostFilters`. */
const firstFilters = 16;
const mostFilters = 64;
/** Sides of an image that convolutions and pooling bring it below. */
const smallImage = 8;
/** Units of the layer that reads a text whose next token is to be told. */
const readerUnits = 128;
/** Numbers that an Embedding gives a token of a text. */
const textNumbers = 32;

/**
 * A plain network that fits data: a branch for each feature (Dense for numbers, LSTM for windows of them, Embedding for tokens and categories, convolutions for
 * images), a Dense layer in which they meet, and an answer for each target with its usual loss and metrics. A first try that learns, for
 * a person to go on from. No features or no targets give an empty model.
 */
export function networkForData({ features, targets }: DataForNetwork): ModelDocument {
  if (features.length === 0 || targets.length === 0) return emptyModel;
  const drawing = createDrawing();
  const [next] = targets;
  if (next?.kind === 'token') {
    drawAnswer(drawing, drawNextToken(drawing, features[0]!), next);
    return applyEdits(emptyModel, drawing.edits);
  }
  const branches = features.map((feature) => drawBranch(drawing, feature));
  const meeting = branches.length === 1 ? branches[0]! : drawing.join('Concatenate', branches);
  const trunk = drawing.add(meeting, 'Dense', { units: trunkUnits, activation: 'relu' });
  for (const target of targets) drawAnswer(drawing, trunk, target);
  return applyEdits(emptyModel, drawing.edits);
}

/** Settings of training that suit so many rows: the fewer there are, the more often each is seen. */
export function trainingForData({ rows }: DataForNetwork): TrainingDocument {
  const { train } = rows;
  const [epochs, batchSize] =
    train < 1000 ? [60, 16] : train < 10_000 ? [20, 32] : train < 100_000 ? [10, 64] : [3, 256];
  return { ...defaultTraining, epochs, batchSize };
}

interface Drawing {
  readonly edits: readonly Edit[];
  /** Adds a block behind another, or with nothing before it; answers its id. */
  add(after: BlockId | null, type: string, params?: Readonly<Record<string, Json>>, name?: string): BlockId;
  /** Adds a block behind several. */
  join(type: string, after: readonly BlockId[]): BlockId;
}

function createDrawing(): Drawing {
  const edits: Edit[] = [];
  const taken: Record<string, true> = {};
  const take = (stem: string) => {
    const id = freshId(taken, stem);
    taken[id] = true;
    return id;
  };
  const wire = (from: BlockId, to: BlockId, port: string) =>
    edits.push({
      edit: 'add-wire',
      id: take('wire'),
      wire: { from: { block: from, port: 'output' }, to: { block: to, port } },
    });
  const place = (type: string, params: Readonly<Record<string, Json>>, name: string) => {
    const id = take(type);
    edits.push({ edit: 'add-block', id, block: newBlock(type, params, name) });
    return id;
  };
  return {
    edits,
    add(after, type, params = {}, name = '') {
      const id = place(type, params, name);
      if (after !== null) wire(after, id, 'input');
      return id;
    },
    join(type, after) {
      const id = place(type, {}, '');
      for (const [at, from] of after.entries()) wire(from, id, String(at + 1));
      return id;
    },
  };
}

function drawBranch(drawing: Drawing, { name, kind, shape, dtype, vocabularySize }: Feature): BlockId {
  const input = drawing.add(null, 'Input', { shape: [...shape], dtype }, name);
  switch (kind) {
    case 'numbers': {
      // Windows of a series are read in their order.
      if (shape.length === 2) return drawing.add(input, 'LSTM', { units: trunkUnits });
      // Arrays may have numbers that lie as those of an image do, or in other ways that a Dense layer would go through one by one.
      if (shape.length === 3 && Math.min(shape[0]!, shape[1]!) > 1) return drawImageBranch(drawing, input, shape);
      const flat = shape.length === 1 ? input : drawing.add(input, 'Flatten');
      return drawing.add(flat, 'Dense', { units: trunkUnits, activation: 'relu' });
    }
    case 'tokens': {
      const size = vocabularySize!;
      const isCategory = shape[0] === 1;
      const outputDim = isCategory ? numbersOfCategory(size) : textNumbers;
      const embedded = drawing.add(input, 'Embedding', { inputDim: size, outputDim, maskZero: !isCategory });
      return drawing.add(embedded, isCategory ? 'Flatten' : 'GlobalAveragePooling1D');
    }
    case 'image':
      return drawImageBranch(drawing, input, shape);
  }
}

/** What was read so far, in the order it was read in: it is the order that tells the next token. */
function drawNextToken(drawing: Drawing, { name, shape, dtype, vocabularySize }: Feature): BlockId {
  const input = drawing.add(null, 'Input', { shape: [...shape], dtype }, name);
  const embedded = drawing.add(input, 'Embedding', {
    inputDim: vocabularySize!,
    outputDim: textNumbers,
    maskZero: true,
  });
  return drawing.add(embedded, 'LSTM', { units: readerUnits });
}

/** Numbers for a category, more for more of them: the rule of thumb of fast.ai's `emb_sz_rule`, with a lower limit above. */
function numbersOfCategory(size: number): number {
  return Math.max(2, Math.min(50, Math.round(1.6 * size ** 0.56)));
}

function drawImageBranch(drawing: Drawing, input: BlockId, [height = 1, width = 1]: readonly number[]): BlockId {
  let last = input;
  let side = Math.min(height, width);
  let filters = firstFilters;
  do {
    last = drawing.add(last, 'Conv2D', { filters, kernelSize: [3, 3], padding: 'same', activation: 'relu' });
    if (side >= 2) last = drawing.add(last, 'MaxPooling2D', { poolSize: [2, 2] });
    side = Math.floor(side / 2);
    filters = Math.min(mostFilters, filters * 2);
  } while (side > smallImage);
  return drawing.add(last, 'Flatten');
}

function drawAnswer(drawing: Drawing, trunk: BlockId, target: Target): void {
  const { name, classes, shape } = target;
  const numbers = shape.reduce((product, size) => product * size, 1);
  const [units, activation, told] =
    classes === null
      ? [numbers, 'linear', numbers === 1 ? ['MeanAbsoluteError', 'R2Score'] : ['MeanAbsoluteError']]
      : classes.length === 2
        ? [1, 'sigmoid', ['BinaryAccuracy']]
        : [classes.length, 'softmax', ['SparseCategoricalAccuracy']];
  const answer = drawing.add(trunk, 'Dense', { units: units as number, activation: activation as string });
  const loss = usualLoss(target) as unknown as Json;
  drawing.add(answer, 'Output', { loss, lossWeight: 1, metrics: (told as string[]).map(metricValue) }, name);
}

function metricValue(type: string): Json {
  return componentValue(
    metrics.find((metric) => metric.type === type)!,
  ) as unknown as ComponentValue as unknown as Json;
}
