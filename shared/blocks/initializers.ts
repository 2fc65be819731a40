import { pythonNumber } from '../code/python.ts';
import type { Random } from '../training/random.ts';
import type { Shape, WeightSpec } from './define-block.ts';
import { sizeOf } from './define-block.ts';
import { orthogonalMatrix } from './orthogonal.ts';
import {
  type Component,
  type ComponentValue,
  choice,
  componentValue,
  float,
  type Json,
  type ParamSpecs,
  type ParamValues,
} from './params.ts';

/** A way to draw a weight's first values. */
export interface Initializer<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly module: 'keras.initializers';
  /** The first values of a weight of this shape, row by row. Throws a RangeError for a shape the initializer has no values for. */
  draw(params: ParamValues<Specs>, random: Random, shape: Shape): Float32Array;
  /** Python of PyTorch that fills a tensor in place with such values. */
  toPyTorch(params: ParamValues<Specs>, target: PyTorchTarget): string;
}

/** A tensor in PyTorch that gets its first values. */
export interface PyTorchTarget {
  /** Python for it. */
  readonly text: string;
  /** Inputs and outputs of one unit in Keras. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Whether PyTorch counts the same ones. */
  readonly isCountedAlike: boolean;
}

function defineInitializer<const Specs extends ParamSpecs>(
  initializer: Omit<Initializer<Specs>, 'module'>,
): Initializer<Specs> {
  return { module: 'keras.initializers', ...initializer };
}

/** Random ones take a seed in Keras; ours comes from the run's. */
const seedless: Readonly<Record<string, Json>> = { seed: null };

/** Share of the standard deviation that is left of a normal distribution cut off at two standard deviations. */
const truncatedShare = 0.87962566103423978;

/**
 * Inputs and outputs of one unit, as Keras counts them: the last two dimensions are channels in and out, those before them a
 * receptive field that multiplies both.
 */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0]!, fanOut: shape[0]! };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: shape.at(-2)! * field, fanOut: shape.at(-1)! * field };
}

const modes = ['fan_in', 'fan_out', 'fan_avg'] as const;
const distributions = ['truncated_normal', 'untruncated_normal', 'uniform'] as const;

interface Scaling {
  readonly scale: number;
  readonly mode: (typeof modes)[number];
  readonly distribution: (typeof distributions)[number];
}

function drawScaled({ scale, mode, distribution }: Scaling, random: Random, shape: Shape): Float32Array {
  const { fanIn, fanOut } = fans(shape);
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  const count = sizeOf(shape);
  switch (distribution) {
    case 'truncated_normal':
      return random.truncatedNormal(count, 0, Math.sqrt(variance) / truncatedShare);
    case 'untruncated_normal':
      return random.normal(count, 0, Math.sqrt(variance));
    case 'uniform': {
      const limit = Math.sqrt(3 * variance);
      return random.uniform(count, -limit, limit);
    }
  }
}

const decimal = (value: number) => pythonNumber(Number(value.toPrecision(12)), true);

const normalInPyTorch = (target: string, mean: number, stddev: number) =>
  `nn.init.normal_(${target}, mean=${decimal(mean)}, std=${decimal(stddev)})`;

const uniformInPyTorch = (target: string, from: number, to: number) =>
  `nn.init.uniform_(${target}, ${decimal(from)}, ${decimal(to)})`;

/** PyTorch cuts off at numbers, Keras two standard deviations from the mean. */
function truncatedInPyTorch(target: string, mean: number, stddev: number): string {
  const limits = `a=${decimal(mean - 2 * stddev)}, b=${decimal(mean + 2 * stddev)}`;
  return stddev === 0
    ? `nn.init.constant_(${target}, ${decimal(mean)})`
    : `nn.init.trunc_normal_(${target}, mean=${decimal(mean)}, std=${decimal(stddev)}, ${limits})`;
}

function scaledInPyTorch({ scale, mode, distribution }: Scaling, target: PyTorchTarget): string {
  const { text, fanIn, fanOut } = target;
  if (target.isCountedAlike && distribution === 'uniform') {
    if (mode === 'fan_avg' && scale === 1) return `nn.init.xavier_uniform_(${text})`;
    if (mode === 'fan_in' && scale === 1) return `nn.init.kaiming_uniform_(${text}, nonlinearity="linear")`;
    if (mode === 'fan_in' && scale === 2) return `nn.init.kaiming_uniform_(${text}, nonlinearity="relu")`;
  }
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  switch (distribution) {
    case 'truncated_normal':
      return truncatedInPyTorch(text, 0, Math.sqrt(variance) / truncatedShare);
    case 'untruncated_normal':
      return normalInPyTorch(text, 0, Math.sqrt(variance));
    case 'uniform':
      return uniformInPyTorch(text, -Math.sqrt(3 * variance), Math.sqrt(3 * variance));
  }
}

function defineScaled(
  words: Pick<Component, 'type' | 'title' | 'docs'>,
  scaling: Scaling,
): Initializer<Record<never, never>> {
  return defineInitializer({
    ...words,
    params: {},
    kerasFixed: seedless,
    draw: (_params, random, shape) => drawScaled(scaling, random, shape),
    toPyTorch: (_params, target) => scaledInPyTorch(scaling, target),
  });
}

/** All zeros. */
export const zeros = defineInitializer({
  type: 'Zeros',
  title: 'Zeros',
  docs: 'Starts every number at zero; the usual choice for biases.',
  params: {},
  draw: (_params, _random, shape) => new Float32Array(sizeOf(shape)),
  toPyTorch: (_params, { text }) => `nn.init.zeros_(${text})`,
});

/** All ones. */
export const ones = defineInitializer({
  type: 'Ones',
  title: 'Ones',
  docs: 'Starts every number at one.',
  params: {},
  draw: (_params, _random, shape) => new Float32Array(sizeOf(shape)).fill(1),
  toPyTorch: (_params, { text }) => `nn.init.ones_(${text})`,
});

/** One number everywhere. */
export const constant = defineInitializer({
  type: 'Constant',
  title: 'Constant',
  docs: 'Starts every number at the value you give.',
  params: { value: float('Value', 0) },
  draw: ({ value }, _random, shape) => new Float32Array(sizeOf(shape)).fill(value),
  toPyTorch: ({ value }, { text }) => `nn.init.constant_(${text}, ${decimal(value)})`,
});

const bellCurve = { mean: float('Mean', 0), stddev: float('Standard deviation', 0.05, { min: 0 }) };

/** Normal distribution with given mean and standard deviation. */
export const randomNormal = defineInitializer({
  type: 'RandomNormal',
  title: 'Random normal',
  docs: 'Random numbers in a bell curve around the mean.',
  params: bellCurve,
  kerasFixed: seedless,
  draw: ({ mean, stddev }, random, shape) => random.normal(sizeOf(shape), mean, stddev),
  toPyTorch: ({ mean, stddev }, { text }) => normalInPyTorch(text, mean, stddev),
});

/** Uniform distribution over [minval, maxval). */
export const randomUniform = defineInitializer({
  type: 'RandomUniform',
  title: 'Random uniform',
  docs: 'Random numbers spread evenly between two limits.',
  params: { minval: float('From', -0.05), maxval: float('To', 0.05) },
  together: { expected: 'a range whose From is at most its To', holds: ({ minval, maxval }) => minval <= maxval },
  kerasFixed: seedless,
  draw: ({ minval, maxval }, random, shape) => random.uniform(sizeOf(shape), minval, maxval),
  toPyTorch: ({ minval, maxval }, { text }) => uniformInPyTorch(text, minval, maxval),
});

/** Normal distribution without what lies beyond two standard deviations. */
export const truncatedNormal = defineInitializer({
  type: 'TruncatedNormal',
  title: 'Truncated normal',
  docs: 'Random numbers in a bell curve whose tails are cut off, so that no weight starts very large.',
  params: bellCurve,
  kerasFixed: seedless,
  draw: ({ mean, stddev }, random, shape) => random.truncatedNormal(sizeOf(shape), mean, stddev),
  toPyTorch: ({ mean, stddev }, { text }) => truncatedInPyTorch(text, mean, stddev),
});

/** Variance of `scale / n`, n being inputs, outputs or their mean. Keras: VarianceScaling. */
export const varianceScaling = defineInitializer({
  type: 'VarianceScaling',
  title: 'Variance scaling',
  docs: 'Random numbers whose spread fits the number of inputs or outputs; the named ones below are settings of it.',
  params: {
    scale: float('Scale', 1, { min: 1e-9 }),
    mode: choice('Mode', modes, 'fan_in'),
    distribution: choice('Distribution', distributions, 'truncated_normal'),
  },
  kerasFixed: seedless,
  draw: drawScaled,
  toPyTorch: scaledInPyTorch,
});

/** Glorot and Bengio (AISTATS 2010): uniform within sqrt(6 / (inputs + outputs)). */
export const glorotUniform = defineScaled(
  {
    type: 'GlorotUniform',
    title: 'Glorot uniform',
    docs: 'Even random numbers whose range fits the number of inputs and outputs; a sound default.',
  },
  { scale: 1, mode: 'fan_avg', distribution: 'uniform' },
);

/** Glorot and Bengio (AISTATS 2010): standard deviation sqrt(2 / (inputs + outputs)). */
export const glorotNormal = defineScaled(
  {
    type: 'GlorotNormal',
    title: 'Glorot normal',
    docs: 'Bell-curve random numbers whose spread fits the number of inputs and outputs.',
  },
  { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' },
);

/** He and others (ICCV 2015): uniform within sqrt(6 / inputs). */
export const heUniform = defineScaled(
  { type: 'HeUniform', title: 'He uniform', docs: 'Even random numbers with a range made for relu.' },
  { scale: 2, mode: 'fan_in', distribution: 'uniform' },
);

/** He and others (ICCV 2015): standard deviation sqrt(2 / inputs). */
export const heNormal = defineScaled(
  { type: 'HeNormal', title: 'He normal', docs: 'Bell-curve random numbers with a spread made for relu.' },
  { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' },
);

/** LeCun and others (1998): uniform within sqrt(3 / inputs). */
export const lecunUniform = defineScaled(
  { type: 'LecunUniform', title: 'LeCun uniform', docs: 'Even random numbers whose range fits the number of inputs.' },
  { scale: 1, mode: 'fan_in', distribution: 'uniform' },
);

/** LeCun and others (1998): standard deviation sqrt(1 / inputs). */
export const lecunNormal = defineScaled(
  { type: 'LecunNormal', title: 'LeCun normal', docs: 'Bell-curve random numbers made for selu.' },
  { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' },
);

/** Rows or columns that are orthogonal and of length `gain`. Source: Saxe, McClelland, Ganguli (ICLR 2014). */
export const orthogonal = defineInitializer({
  type: 'Orthogonal',
  title: 'Orthogonal',
  docs: 'Random directions at right angles to each other; keeps signals alive through many time steps.',
  params: { gain: float('Gain', 1) },
  kerasFixed: seedless,
  draw({ gain }, random, shape) {
    if (shape.length < 2) throw shapeError('Orthogonal', 'at least 2 dimensions', shape);
    return orthogonalMatrix(random, sizeOf(shape.slice(0, -1)), shape.at(-1)!, gain);
  },
  toPyTorch: ({ gain }, { text }) => `nn.init.orthogonal_(${text}${gain === 1 ? '' : `, gain=${decimal(gain)}`})`,
});

/** `gain` on the diagonal, zero elsewhere. */
export const identity = defineInitializer({
  type: 'Identity',
  title: 'Identity',
  docs: 'Starts as if the layer handed its input on unchanged.',
  params: { gain: float('Gain', 1) },
  draw({ gain }, _random, shape) {
    if (shape.length !== 2) throw shapeError('Identity', '2 dimensions', shape);
    const [rows, columns] = shape as readonly [number, number];
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = gain;
    return values;
  },
  toPyTorch: ({ gain }, { text }) => `nn.init.eye_(${text})${gain === 1 ? '' : `.mul_(${decimal(gain)})`}`,
});

function shapeError(type: string, expected: string, shape: Shape): RangeError {
  return new RangeError(`${type} fills weights of ${expected}. Received: [${shape.join(', ')}].`);
}

/** Initializers for biases and other rows of numbers, in menu order. */
export const biasInitializers = [
  zeros,
  ones,
  constant,
  randomNormal,
  randomUniform,
  truncatedNormal,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  varianceScaling,
] as const;

/** Initializers for weights of two and more dimensions, in menu order. */
export const kernelInitializers = [
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
  zeros,
  ones,
  constant,
] as const;

/** Every initializer on offer: those for weights of exactly two dimensions, in menu order. */
export const initializers = [...kernelInitializers, identity] as const;

export const zerosValue: ComponentValue = componentValue(zeros);

/** Draws with an initializer's value. Throws for a type that is not in the list, and as `draw` does. */
export function drawValues(value: ComponentValue, random: Random, shape: Shape): Float32Array {
  return initializerOf(value).draw(value as ParamValues<ParamSpecs>, random, shape);
}

/** Python of PyTorch that fills a tensor with first values. Throws for a type that is not in the list. */
export function startInPyTorch(value: ComponentValue, target: PyTorchTarget): string {
  return initializerOf(value).toPyTorch(value as ParamValues<ParamSpecs>, target);
}

function initializerOf(value: ComponentValue): Initializer {
  const initializer: Initializer | undefined = initializers.find(({ type }) => type === value.type);
  if (!initializer) {
    const expected = initializers.map(({ type }) => type).join(', ');
    throw new Error(`An initializer is one of ${expected}. Received: ${value.type}.`);
  }
  return initializer;
}

/** The first values of a weight, row by row: the one way to start a weight. */
export function drawWeight(
  weight: Pick<WeightSpec, 'shape' | 'initializer' | 'initialParts'>,
  random: Random,
): Float32Array {
  if (!weight.initialParts) return drawValues(weight.initializer, random, weight.shape);
  const values = new Float32Array(sizeOf(weight.shape));
  let at = 0;
  for (const { initializer, shape } of weight.initialParts) {
    const part = drawValues(initializer, random, shape);
    values.set(part, at);
    at += part.length;
  }
  return values;
}
