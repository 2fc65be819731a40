// Attention, which tfjs-layers does not have.
import { type Declaration, layerClass } from './class-source.ts';

export const attentionClasses: readonly Declaration[] = [
  {
    name: 'outOfSight',
    needs: [],
    source: `/** What is added to a score that does not count: beside it, no other is left anything of. */
const outOfSight = -1e9;

/** 1 where a step (down) may look at another (across): at its own place and before. */
function causalMask(steps: number, others: number): tf.Tensor {
  const seen = Array.from({ length: steps * others }, (_, at) => (at % others <= Math.floor(at / others) ? 1 : 0));
  return tf.tensor(seen, [steps, others]);
}`,
  },
  layerClass(
    'MultiHeadAttention',
    ['LayerArgs', 'revive', 'outOfSight'],
    `
interface MultiHeadAttentionArgs {
  numHeads: number;
  keyDim: number;
  valueDim: number;
  outputDim: number;
  dropout: number;
  useBias: boolean;
  useCausalMask: boolean;
  /** Which of query, value and key have their masks, as numbers, among the inputs. */
  masks: string[];
  kernelInitializer: Given<Initializer>;
  biasInitializer: Given<Initializer>;
  kernelRegularizer?: Given<Regularizer>;
  biasRegularizer?: Given<Regularizer>;
}

/** Keras's MultiHeadAttention, which TensorFlow.js does not have; its inputs are query, value, key, and then the masks there are. */
class MultiHeadAttention extends tf.layers.Layer {
  static className = 'KerasMultiHeadAttention';
  private readonly args: MultiHeadAttentionArgs;
  private readonly kernels = new Map<string, tf.LayerVariable>();

  constructor(args: LayerArgs & MultiHeadAttentionArgs) {
    super(args);
    this.args = args;
  }

  override build(shapes: tf.Shape[]): void {
    const { numHeads, keyDim, valueDim, outputDim } = this.args;
    const [ofQuery, ofValue, ofKey] = shapes.map((shape) => shape[2]!);
    this.add('query', [ofQuery, numHeads, keyDim], [numHeads, keyDim], ofQuery);
    this.add('key', [ofKey, numHeads, keyDim], [numHeads, keyDim], ofKey);
    this.add('value', [ofValue, numHeads, valueDim], [numHeads, valueDim], ofValue);
    this.add('attention_output', [numHeads, valueDim, outputDim], [outputDim], numHeads * valueDim);
    super.build(shapes);
  }

  /** A kernel, drawn as the matrix that it is for its inputs, and its bias. */
  private add(name: string, kernel: number[], bias: number[], inputs: number): void {
    const { args } = this;
    const start = revive(args.kernelInitializer)!;
    const matrix = [inputs, kernel.reduce((product, size) => product * size, 1) / inputs];
    const drawn = { apply: () => tf.reshape(start.apply(matrix, 'float32'), kernel) } as unknown as Initializer;
    this.kernels.set(
      \`\${name}/kernel\`,
      this.addWeight(\`\${name}/kernel\`, kernel, 'float32', drawn, revive(args.kernelRegularizer)),
    );
    if (!args.useBias) return;
    const [initializer, regularizer] = [revive(args.biasInitializer), revive(args.biasRegularizer)];
    this.kernels.set(\`\${name}/bias\`, this.addWeight(\`\${name}/bias\`, bias, 'float32', initializer, regularizer));
  }

  override call(inputs: tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const { keyDim, dropout, masks } = this.args;
      const [query, value, key] = inputs;
      const queries = tf.mul(this.heads('query', query), 1 / Math.sqrt(keyDim));
      let scores: tf.Tensor = tf.matMul(queries, this.heads('key', key), false, true);
      const seen = this.seen(scores.shape, masks.map((name, at) => [name, inputs[3 + at]]));
      if (seen) scores = tf.add(tf.mul(scores, seen), tf.mul(tf.sub(1, seen), outOfSight));
      let shares: tf.Tensor = tf.softmax(scores);
      if (seen && masks.length > 0 && dropout > 0) shares = tf.mul(shares, seen);
      if (kwargs.training && dropout > 0) shares = tf.dropout(shares, dropout);
      const taken: tf.Tensor = tf.matMul(shares, this.heads('value', value));
      const [batch, , steps] = taken.shape;
      return this.project('attention_output', tf.reshape(tf.transpose(taken, [0, 2, 1, 3]), [batch, steps, -1]));
    });
  }

  /** 1 where a step may look at another; null where all may. */
  private seen(shape: number[], masks: [string, tf.Tensor][]): tf.Tensor | null {
    const [, , steps, others] = shape;
    const all = masks.map(([name, mask]) => tf.reshape(mask, name === 'query' ? [-1, 1, steps, 1] : [-1, 1, 1, others]));
    if (this.args.useCausalMask) all.push(causalMask(steps, others));
    return all.length === 0 ? null : all.reduce((both, mask) => tf.mul(both, mask));
  }

  private project(name: string, x: tf.Tensor): tf.Tensor {
    const [batch, steps, channels] = x.shape;
    const kernel = tf.reshape(this.kernels.get(\`\${name}/kernel\`)!.read(), [channels, -1]);
    const product: tf.Tensor = tf.matMul(tf.reshape(x, [-1, channels]), kernel);
    const bias = this.kernels.get(\`\${name}/bias\`)?.read();
    return tf.reshape(bias ? tf.add(product, tf.reshape(bias, [-1])) : product, [batch, steps, -1]);
  }

  /** What each head gets: [batch, heads, steps, size]. */
  private heads(name: string, x: tf.Tensor): tf.Tensor {
    const [batch, steps] = x.shape;
    return tf.transpose(tf.reshape(this.project(name, x), [batch, steps, this.args.numHeads, -1]), [0, 2, 1, 3]);
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return [...shapes[0].slice(0, 2), this.args.outputDim];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numHeads, keyDim, valueDim, outputDim, dropout, useBias, useCausalMask, masks } = this.args;
    return {
      ...super.getConfig(),
      ...{ numHeads, keyDim, valueDim, outputDim, dropout, useBias, useCausalMask, masks },
      kernelInitializer: saved(this.args.kernelInitializer),
      biasInitializer: saved(this.args.biasInitializer),
      kernelRegularizer: saved(this.args.kernelRegularizer),
      biasRegularizer: saved(this.args.biasRegularizer),
    };
  }
}`,
  ),
  layerClass(
    'Attention',
    ['LayerArgs', 'outOfSight'],
    `
interface AttentionArgs {
  useScale: boolean;
  scoreMode: 'dot' | 'concat';
  dropout: number;
  useCausalMask: boolean;
  /** Which of query and value have their masks, as numbers, among the inputs. */
  masks: string[];
}

/** Keras's Attention, which TensorFlow.js does not have; its inputs are query, value, key, and then the masks there are. */
class Attention extends tf.layers.Layer {
  static className = 'Attention';
  private readonly args: AttentionArgs;
  private scale?: tf.LayerVariable;
  private scoreWeight?: tf.LayerVariable;

  constructor(args: LayerArgs & AttentionArgs) {
    super(args);
    this.args = args;
  }

  override build(shapes: tf.Shape[]): void {
    const { useScale, scoreMode } = this.args;
    if (useScale) this.scale = this.addWeight('scale', [], 'float32', tf.initializers.ones());
    if (scoreMode === 'concat') {
      this.scoreWeight = this.addWeight('concat_score_weight', [], 'float32', tf.initializers.ones());
    }
    super.build(shapes);
  }

  override call(inputs: tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const { dropout, masks, useCausalMask } = this.args;
      const [query, value, key] = inputs;
      const maskOf = (name: string) => (masks.includes(name) ? inputs[3 + masks.indexOf(name)] : null);
      let scores = this.scores(query, key);
      const [, steps, others] = scores.shape;
      const ofValue = maskOf('value');
      const hide = (seen: tf.Tensor) => tf.mul(tf.sub(1, seen), outOfSight);
      let seen: tf.Tensor | null = ofValue && tf.expandDims(ofValue, 1);
      if (useCausalMask) seen = seen ? tf.mul(seen, causalMask(steps, others)) : causalMask(steps, others);
      if (seen) scores = tf.add(scores, hide(seen));
      let shares: tf.Tensor = tf.softmax(scores);
      if (kwargs.training && dropout > 0) shares = tf.dropout(shares, dropout);
      const taken: tf.Tensor = tf.matMul(shares, value);
      const ofQuery = maskOf('query');
      return ofQuery ? tf.mul(taken, tf.expandDims(ofQuery, -1)) : taken;
    });
  }

  private scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor {
    const scaled = (x: tf.Tensor) => (this.scale ? tf.mul(x, this.scale.read()) : x);
    if (!this.scoreWeight) return scaled(tf.matMul(query, key, false, true));
    const sums = tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1));
    return tf.mul(tf.sum(tf.tanh(scaled(sums)), -1), this.scoreWeight.read());
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return [...shapes[0].slice(0, 2), shapes[1][2]];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { useScale, scoreMode, dropout, useCausalMask, masks } = this.args;
    return { ...super.getConfig(), useScale, scoreMode, dropout, useCausalMask, masks };
  }
}`,
  ),
];
