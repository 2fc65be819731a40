// Convolutions that tfjs-layers does not have.
import { type Declaration, layerClass } from './class-source.ts';

export const convolutionClasses: readonly Declaration[] = [
  {
    name: 'outputSize',
    needs: [],
    source: `/** How many positions a window has along a dimension. */
function outputSize(size: number | null, reach: number, stride: number, padding: 'valid' | 'same'): number | null {
  if (size === null) return null;
  return padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - reach) / stride) + 1;
}`,
  },
  layerClass(
    'GroupedConvolution',
    ['LayerArgs', 'only', 'revive', 'outputSize'],
    `
interface GroupedConvolutionArgs {
  filters: number;
  kernelSize: number[];
  strides: number[];
  padding: 'valid' | 'same';
  dilationRate: number[];
  groups: number;
  useBias: boolean;
  kernelInitializer: Given<Initializer>;
  biasInitializer: Given<Initializer>;
  kernelRegularizer?: Given<Regularizer>;
  biasRegularizer?: Given<Regularizer>;
}

/** A convolution over steps or pictures in groups of channels that do not see each other; TensorFlow.js has none. */
class GroupedConvolution extends tf.layers.Layer {
  static className = 'GroupedConvolution';
  private readonly args: GroupedConvolutionArgs;
  private kernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(args: LayerArgs & GroupedConvolutionArgs) {
    super(args);
    this.args = args;
  }

  override build(shape: tf.Shape): void {
    const { args } = this;
    const kernelShape = [...args.kernelSize, shape[shape.length - 1]! / args.groups, args.filters];
    const [kernelInitializer, kernelRegularizer] = [revive(args.kernelInitializer), revive(args.kernelRegularizer)];
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', kernelInitializer, kernelRegularizer);
    if (args.useBias) {
      const [initializer, regularizer] = [revive(args.biasInitializer), revive(args.biasRegularizer)];
      this.bias = this.addWeight('bias', [args.filters], 'float32', initializer, regularizer);
    }
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { padding, groups } = this.args;
      // A sequence is a picture of height 1.
      const isSequence = this.args.kernelSize.length === 1;
      const pair = (sizes: number[]) => [isSequence ? 1 : sizes[0], sizes[sizes.length - 1]] as [number, number];
      const [strides, dilations] = [pair(this.args.strides), pair(this.args.dilationRate)];
      const x = isSequence ? tf.expandDims(only(inputs), 1) : only(inputs);
      const kernel = isSequence ? tf.expandDims(this.kernel!.read(), 0) : this.kernel!.read();
      const kernels = tf.split(kernel, groups, 3);
      const parts = tf.split(x, groups, 3).map((part, at) =>
        tf.conv2d(part as tf.Tensor4D, kernels[at] as tf.Tensor4D, strides, padding, 'NHWC', dilations),
      );
      const product: tf.Tensor = isSequence ? tf.squeeze(tf.concat(parts, 3), [1]) : tf.concat(parts, 3);
      return this.bias ? tf.add(product, this.bias.read()) : product;
    });
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    const { kernelSize, strides, padding, dilationRate, filters } = this.args;
    const sizes = kernelSize.map((size, at) =>
      outputSize(shape[at + 1], (size - 1) * dilationRate[at] + 1, strides[at], padding),
    );
    return [shape[0], ...sizes, filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, strides, padding, dilationRate, groups, useBias } = this.args;
    return {
      ...super.getConfig(),
      ...{ filters, kernelSize, strides, padding, dilationRate, groups, useBias },
      kernelInitializer: saved(this.args.kernelInitializer),
      biasInitializer: saved(this.args.biasInitializer),
      kernelRegularizer: saved(this.args.kernelRegularizer),
      biasRegularizer: saved(this.args.biasRegularizer),
    };
  }
}`,
  ),
  layerClass(
    'DilatedDepthwiseConv2D',
    ['LayerArgs', 'only', 'revive', 'outputSize'],
    `
interface DilatedDepthwiseConv2DArgs {
  kernelSize: number[];
  padding: 'valid' | 'same';
  depthMultiplier: number;
  dilationRate: number[];
  useBias: boolean;
  depthwiseInitializer: Given<Initializer>;
  biasInitializer: Given<Initializer>;
  depthwiseRegularizer?: Given<Regularizer>;
  biasRegularizer?: Given<Regularizer>;
}

/** DepthwiseConv2D with the points of its window apart, which TensorFlow.js's own gets a wrong shape for. */
class DilatedDepthwiseConv2D extends tf.layers.Layer {
  static className = 'DilatedDepthwiseConv2D';
  private readonly args: DilatedDepthwiseConv2DArgs;
  private kernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(args: LayerArgs & DilatedDepthwiseConv2DArgs) {
    super(args);
    this.args = args;
  }

  override build(shape: tf.Shape): void {
    const { args } = this;
    const channels = shape[3]!;
    const kernelShape = [...args.kernelSize, channels, args.depthMultiplier];
    const [kernelInitializer, kernelRegularizer] = [revive(args.depthwiseInitializer), revive(args.depthwiseRegularizer)];
    this.kernel = this.addWeight('depthwise_kernel', kernelShape, 'float32', kernelInitializer, kernelRegularizer);
    if (args.useBias) {
      const [initializer, regularizer] = [revive(args.biasInitializer), revive(args.biasRegularizer)];
      this.bias = this.addWeight('bias', [channels * args.depthMultiplier], 'float32', initializer, regularizer);
    }
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = only(inputs) as tf.Tensor4D;
      const kernel = this.kernel!.read() as tf.Tensor4D;
      const dilations = this.args.dilationRate as [number, number];
      const product: tf.Tensor = tf.depthwiseConv2d(x, kernel, 1, this.args.padding, 'NHWC', dilations);
      return this.bias ? tf.add(product, this.bias.read()) : product;
    });
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    const { kernelSize, padding, dilationRate, depthMultiplier } = this.args;
    const sizes = kernelSize.map((size, at) => outputSize(shape[at + 1], (size - 1) * dilationRate[at] + 1, 1, padding));
    return [shape[0], ...sizes, shape[3]! * depthMultiplier];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { kernelSize, padding, depthMultiplier, dilationRate, useBias } = this.args;
    return {
      ...super.getConfig(),
      ...{ kernelSize, padding, depthMultiplier, dilationRate, useBias },
      depthwiseInitializer: saved(this.args.depthwiseInitializer),
      biasInitializer: saved(this.args.biasInitializer),
      depthwiseRegularizer: saved(this.args.depthwiseRegularizer),
      biasRegularizer: saved(this.args.biasRegularizer),
    };
  }
}`,
  ),
  layerClass(
    'CutConv2DTranspose',
    ['LayerArgs', 'only', 'revive'],
    `
interface CutConv2DTransposeArgs {
  filters: number;
  kernelSize: number[];
  strides: number[];
  dilationRate: number[];
  /** The top left corner of the output in all that the windows paint. */
  begin: number[];
  /** Its height and width. */
  size: number[];
  useBias: boolean;
  kernelInitializer: Given<Initializer>;
  biasInitializer: Given<Initializer>;
  kernelRegularizer?: Given<Regularizer>;
  biasRegularizer?: Given<Regularizer>;
}

/** Conv2DTranspose with output padding or dilation, which TensorFlow.js's own does not have: all windows, cut to the output. */
class CutConv2DTranspose extends tf.layers.Layer {
  static className = 'CutConv2DTranspose';
  private readonly args: CutConv2DTransposeArgs;
  private kernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(args: LayerArgs & CutConv2DTransposeArgs) {
    super(args);
    this.args = args;
  }

  override build(shape: tf.Shape): void {
    const { args } = this;
    const kernelShape = [...args.kernelSize, args.filters, shape[3]];
    const [kernelInitializer, kernelRegularizer] = [revive(args.kernelInitializer), revive(args.kernelRegularizer)];
    this.kernel = this.addWeight('kernel', kernelShape, 'float32', kernelInitializer, kernelRegularizer);
    if (args.useBias) {
      const [initializer, regularizer] = [revive(args.biasInitializer), revive(args.biasRegularizer)];
      this.bias = this.addWeight('bias', [args.filters], 'float32', initializer, regularizer);
    }
    super.build(shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { strides, begin, size, filters } = this.args;
      const x = only(inputs) as tf.Tensor4D;
      const kernel = this.spread(this.kernel!.read() as tf.Tensor4D);
      const [batch] = x.shape;
      const [height, width] = [0, 1].map((axis) =>
        Math.max((x.shape[axis + 1] - 1) * strides[axis] + kernel.shape[axis], begin[axis] + size[axis]),
      );
      const windows = tf.conv2dTranspose(x, kernel, [batch, height, width, filters], strides as [number, number], 'valid');
      const cut: tf.Tensor = tf.slice(windows, [0, ...begin, 0], [batch, ...size, filters]);
      return this.bias ? tf.add(cut, this.bias.read()) : cut;
    });
  }

  /** The kernel with zeros between its points. */
  private spread(kernel: tf.Tensor4D): tf.Tensor4D {
    const [high, wide] = this.args.dilationRate;
    const [height, width, outputs, inputs] = kernel.shape;
    const rows = tf.pad(tf.reshape(kernel, [height, 1, width * outputs * inputs]), [[0, 0], [0, high - 1], [0, 0]]);
    const columns = tf.pad(tf.reshape(rows, [height * high * width, 1, outputs * inputs]), [[0, 0], [0, wide - 1], [0, 0]]);
    const large = tf.reshape(columns, [height * high, width * wide, outputs, inputs]);
    return tf.slice(large, [0, 0, 0, 0], [(height - 1) * high + 1, (width - 1) * wide + 1, outputs, inputs]) as tf.Tensor4D;
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0], ...this.args.size, this.args.filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, strides, dilationRate, begin, size, useBias } = this.args;
    return {
      ...super.getConfig(),
      ...{ filters, kernelSize, strides, dilationRate, begin, size, useBias },
      kernelInitializer: saved(this.args.kernelInitializer),
      biasInitializer: saved(this.args.biasInitializer),
      kernelRegularizer: saved(this.args.kernelRegularizer),
      biasRegularizer: saved(this.args.biasRegularizer),
    };
  }
}`,
  ),
];
