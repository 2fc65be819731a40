// Layers that tfjs-layers does not have, or computes otherwise than Keras.
import { type Declaration, layerClass } from './class-source.ts';

export const layerClasses: readonly Declaration[] = [
  layerClass(
    'GeneralReLU',
    ['LayerArgs', 'only'],
    `
/** ReLU with a threshold and a slope below it, which TensorFlow.js's own does not have. */
class GeneralReLU extends tf.layers.Layer {
  static className = 'GeneralReLU';
  override supportsMasking = true;
  private readonly args: { maxValue?: number | null; negativeSlope: number; threshold: number };

  constructor(args: LayerArgs & GeneralReLU['args']) {
    super(args);
    this.args = args;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { maxValue, negativeSlope, threshold } = this.args;
      const x = only(inputs);
      const above = tf.mul(x, tf.step(tf.sub(x, threshold)));
      const limited = maxValue == null ? above : tf.minimum(above, maxValue);
      return tf.sub(limited, tf.mul(tf.relu(tf.sub(threshold, x)), negativeSlope));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { maxValue = null, negativeSlope, threshold } = this.args;
    return { ...super.getConfig(), maxValue, negativeSlope, threshold };
  }
}`,
  ),
  layerClass(
    'ScaledELU',
    ['LayerArgs', 'only'],
    `
/** ELU with an alpha, which TensorFlow.js's own passes over. */
class ScaledELU extends tf.layers.Layer {
  static className = 'ScaledELU';
  override supportsMasking = true;
  private readonly alpha: number;

  constructor(args: LayerArgs & { alpha: number }) {
    super(args);
    this.alpha = args.alpha;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = only(inputs);
      return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.minimum(x, 0)), this.alpha));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}`,
  ),
  layerClass(
    'GroupNormalization',
    ['LayerArgs', 'only', 'revive'],
    `
interface GroupNormalizationArgs {
  groups: number;
  epsilon: number;
  center: boolean;
  scale: boolean;
  betaInitializer: Given<Initializer>;
  gammaInitializer: Given<Initializer>;
  betaRegularizer?: Given<Regularizer>;
  gammaRegularizer?: Given<Regularizer>;
}

/** Normalizes groups of channels of each sample; TensorFlow.js has no such layer. */
class GroupNormalization extends tf.layers.Layer {
  static className = 'GroupNormalization';
  override supportsMasking = true;
  private readonly args: GroupNormalizationArgs;
  private gamma?: tf.LayerVariable;
  private beta?: tf.LayerVariable;

  constructor(args: LayerArgs & GroupNormalizationArgs) {
    super(args);
    this.args = args;
  }

  override build(shape: tf.Shape): void {
    const channels = shape.slice(-1);
    const { args } = this;
    if (args.scale) {
      const [initializer, regularizer] = [revive(args.gammaInitializer), revive(args.gammaRegularizer)];
      this.gamma = this.addWeight('gamma', channels, 'float32', initializer, regularizer);
    }
    if (args.center) {
      const [initializer, regularizer] = [revive(args.betaInitializer), revive(args.betaRegularizer)];
      this.beta = this.addWeight('beta', channels, 'float32', initializer, regularizer);
    }
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = only(inputs);
      const [batch, ...places] = x.shape;
      const channels = places.pop()!;
      const groups = this.args.groups === -1 ? channels : this.args.groups;
      const grouped = tf.reshape(x, [batch, ...places, groups, channels / groups]);
      const { mean, variance } = tf.moments(grouped, [...places.keys(), places.length + 1].map((axis) => axis + 1), true);
      const normalized = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, this.args.epsilon)));
      const flat = tf.reshape(normalized, x.shape);
      const scaled = this.gamma ? tf.mul(flat, this.gamma.read()) : flat;
      return this.beta ? tf.add(scaled, this.beta.read()) : scaled;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { groups, epsilon, center, scale } = this.args;
    return {
      ...super.getConfig(),
      ...{ groups, epsilon, center, scale },
      betaInitializer: saved(this.args.betaInitializer),
      gammaInitializer: saved(this.args.gammaInitializer),
      betaRegularizer: saved(this.args.betaRegularizer),
      gammaRegularizer: saved(this.args.gammaRegularizer),
    };
  }
}`,
  ),
  layerClass(
    'TokenAndPositionEmbedding',
    ['LayerArgs', 'only', 'revive'],
    `
interface TokenAndPositionEmbeddingArgs {
  vocabularySize: number;
  sequenceLength: number;
  embeddingDim: number;
  maskZero: boolean;
  tokenInitializer: Given<Initializer>;
  positionInitializer: Given<Initializer>;
}

/** A row for each token plus a row for its place, as KerasHub has it; TensorFlow.js has no such layer. */
class TokenAndPositionEmbedding extends tf.layers.Layer {
  static className = 'TokenAndPositionEmbedding';
  override supportsMasking = true;
  private readonly args: TokenAndPositionEmbeddingArgs;
  private tokens?: tf.LayerVariable;
  private positions?: tf.LayerVariable;

  constructor(args: LayerArgs & TokenAndPositionEmbeddingArgs) {
    super({ ...args, dtype: 'int32' });
    this.args = args;
  }

  override build(shape: tf.Shape): void {
    const { vocabularySize, sequenceLength, embeddingDim, tokenInitializer, positionInitializer } = this.args;
    const table = (name: string, rows: number, initializer: Given<Initializer>) =>
      this.addWeight(name, [rows, embeddingDim], 'float32', revive(initializer));
    this.tokens = table('token_embedding', vocabularySize, tokenInitializer);
    this.positions = table('position_embedding', sequenceLength, positionInitializer);
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = only(inputs);
      const rows = tf.gather(this.tokens!.read(), tf.cast(x, 'int32'));
      return tf.add(rows, tf.slice(this.positions!.read(), [0, 0], [x.shape[x.rank - 1], -1]));
    });
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [...shape, this.args.embeddingDim];
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return this.args.maskZero ? tf.notEqual(only(inputs), 0) : (null as unknown as tf.Tensor);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { vocabularySize, sequenceLength, embeddingDim, maskZero } = this.args;
    return {
      ...super.getConfig(),
      ...{ vocabularySize, sequenceLength, embeddingDim, maskZero },
      tokenInitializer: saved(this.args.tokenInitializer),
      positionInitializer: saved(this.args.positionInitializer),
    };
  }
}`,
  ),
  layerClass(
    'ResizedPictures',
    ['LayerArgs', 'only'],
    `
/** Another height and width, with the centers of points over each other; TensorFlow.js's own lays corners over each other. */
class ResizedPictures extends tf.layers.Layer {
  static className = 'ResizedPictures';
  private readonly args: { height: number; width: number; interpolation: 'nearest' | 'bilinear' };

  constructor(args: LayerArgs & ResizedPictures['args']) {
    super(args);
    this.args = args;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.along(this.along(only(inputs), 1, this.args.height), 2, this.args.width));
  }

  private along(x: tf.Tensor, axis: number, size: number): tf.Tensor {
    const given = x.shape[axis];
    if (given === size) return x;
    const pick = (places: number[]) => tf.gather(x, tf.tensor1d(places, 'int32'), axis);
    const centers = Array.from({ length: size }, (_, at) => ((at + 0.5) * given) / size);
    if (this.args.interpolation === 'nearest') return pick(centers.map(Math.floor));
    const places = centers.map((center) => Math.min(Math.max(center - 0.5, 0), given - 1));
    const before = places.map(Math.floor);
    const left = pick(before);
    const right = pick(before.map((place) => Math.min(place + 1, given - 1)));
    const share = places.map((place, at) => place - before[at]);
    const shares = tf.reshape(tf.tensor1d(share), x.shape.map((_size, at) => (at === axis ? size : 1)));
    return tf.add(left, tf.mul(tf.sub(right, left), shares));
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0], this.args.height, this.args.width, shape[3]];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { height, width, interpolation } = this.args;
    return { ...super.getConfig(), height, width, interpolation };
  }
}`,
  ),
  layerClass(
    'AxesDot',
    ['LayerArgs'],
    `
/** Dot with inputs of any dimensions, and with rows brought to a length of 1 as Keras does it; axes count from the batch, which is 0. */
class AxesDot extends tf.layers.Layer {
  static className = 'AxesDot';
  private readonly axes: number[];
  private readonly normalize: boolean;

  constructor(args: LayerArgs & { axes: number[]; normalize: boolean }) {
    super(args);
    this.axes = args.axes;
    this.normalize = args.normalize;
  }

  override call(inputs: tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [left, right] = inputs.map((input, at) => this.rows(input, this.axes[at]));
      const product = tf.matMul(left, right, false, true);
      const rest = inputs.flatMap(({ shape }, at) => shape.filter((_size, axis) => axis !== 0 && axis !== this.axes[at]));
      return tf.reshape(product, [inputs[0].shape[0], ...(rest.length === 0 ? [1] : rest)]);
    });
  }

  /** One matrix for each sample, what is summed over in its rows. */
  private rows(input: tf.Tensor, axis: number): tf.Tensor3D {
    const squares = tf.maximum(tf.sum(tf.square(input), axis, true), 1e-14);
    const given = this.normalize ? tf.mul(input, tf.rsqrt(squares)) : input;
    const others = [...input.shape.keys()].filter((each) => each !== axis);
    return tf.reshape(tf.transpose(given, [...others, axis]), [input.shape[0], -1, input.shape[axis]]);
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    const rest = shapes.flatMap((shape, at) => shape.filter((_size, axis) => axis !== 0 && axis !== this.axes[at]));
    return [shapes[0][0], ...(rest.length === 0 ? [1] : rest)];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axes: this.axes, normalize: this.normalize };
  }
}`,
  ),
];
