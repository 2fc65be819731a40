// Layers for masks, where tfjs-layers handles them otherwise than Keras. A mask is of the shape of its tensor but for the last dimension.
import { type Declaration, layerClass } from './class-source.ts';

export const maskClasses: readonly Declaration[] = [
  layerClass(
    'WithoutMask',
    ['only'],
    `
/** Hands on what it gets without its mask, for layers that TensorFlow.js does not let masks into. */
class WithoutMask extends tf.layers.Layer {
  static className = 'WithoutMask';
  override supportsMasking = true;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return only(inputs).clone();
  }

  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}`,
  ),
  layerClass(
    'WithMaskOf',
    ['LayerArgs'],
    `
/**
 * The first input with the masks of the others: a step counts where it counts in any of them. With an axis, their masks are joined
 * along it. An input without mask counts in full.
 */
class WithMaskOf extends tf.layers.Layer {
  static className = 'WithMaskOf';
  override supportsMasking = true;
  private readonly axis: number | null;

  constructor(args: LayerArgs & { axis?: number | null }) {
    super(args);
    this.axis = args.axis ?? null;
  }

  override call(inputs: tf.Tensor[]): tf.Tensor {
    return inputs[0].clone();
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return shapes[0];
  }

  override computeMask(inputs: tf.Tensor[], masks?: tf.Tensor[]): tf.Tensor {
    if (!masks) return null as unknown as tf.Tensor;
    return tf.tidy(() => {
      const all = inputs.map((input, at) => masks[at] ?? tf.ones(input.shape.slice(0, -1), 'bool')).slice(1);
      return this.axis === null ? all.reduce((some, mask) => tf.logicalOr(some, mask)) : tf.concat(all, this.axis);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: this.axis };
  }
}`,
  ),
  layerClass(
    'MaskOf',
    ['only'],
    `
/** The mask of what it gets, as numbers: 1 where a step counts, 0 where it does not. */
class MaskOf extends tf.layers.Layer {
  static className = 'MaskOf';
  override supportsMasking = true;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { mask?: tf.Tensor }): tf.Tensor {
    const { mask } = kwargs;
    return mask ? tf.cast(mask, 'float32') : tf.ones(only(inputs).shape.slice(0, -1));
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape.slice(0, -1);
  }

  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}`,
  ),
  layerClass(
    'WithFullMask',
    ['only'],
    `
/**
 * Gives what it gets a mask in which every step counts. TensorFlow.js shows a layer without mask that of an earlier layer, and a recurrent
 * layer would follow it.
 */
class WithFullMask extends tf.layers.Layer {
  static className = 'WithFullMask';
  override supportsMasking = true;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return only(inputs).clone();
  }

  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.ones(only(inputs).shape.slice(0, 2), 'bool');
  }
}`,
  ),
  layerClass(
    'ZeroWhereMasked',
    ['only'],
    `
/** Zeros at the steps that do not count, as the two ways of Keras's Bidirectional give them. */
class ZeroWhereMasked extends tf.layers.Layer {
  static className = 'ZeroWhereMasked';
  override supportsMasking = true;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { mask?: tf.Tensor }): tf.Tensor {
    const { mask } = kwargs;
    return tf.tidy(() => {
      const x = only(inputs);
      return mask ? tf.mul(x, tf.expandDims(tf.cast(mask, 'float32'), -1)) : x.clone();
    });
  }
}`,
  ),
  layerClass(
    'MaskedGlobalAveragePooling1D',
    ['only'],
    `
/** The mean of the steps that count; TensorFlow.js's own takes all of them. */
class MaskedGlobalAveragePooling1D extends tf.layers.Layer {
  static className = 'MaskedGlobalAveragePooling1D';
  override supportsMasking = true;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { mask?: tf.Tensor }): tf.Tensor {
    const { mask } = kwargs;
    return tf.tidy(() => {
      const x = only(inputs);
      if (!mask) return tf.mean(x, 1);
      const counts = tf.expandDims(tf.cast(mask, 'float32'), -1);
      return tf.div(tf.sum(tf.mul(x, counts), 1), tf.sum(counts, 1));
    });
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0], shape[2]];
  }

  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}`,
  ),
  layerClass(
    'MaskedExtreme',
    ['LayerArgs'],
    `
/**
 * The largest (or smallest) number of several inputs. A step that its mask leaves out takes no part. After the inputs come the masks, as
 * numbers, of those that \`masked\` says true for.
 */
class MaskedExtreme extends tf.layers.Layer {
  static className = 'MaskedExtreme';
  private readonly smallest: boolean;
  private readonly masked: boolean[];

  constructor(args: LayerArgs & { smallest: boolean; masked: boolean[] }) {
    super(args);
    this.smallest = args.smallest;
    this.masked = args.masked;
  }

  override call(inputs: tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const masks = inputs.slice(this.masked.length);
      const counts = this.masked.map((isMasked) => (isMasked ? tf.expandDims(masks.shift()!, -1) : null));
      const choose = (count: tf.Tensor | null, one: tf.Tensor, other: tf.Tensor): tf.Tensor =>
        count ? tf.add(tf.mul(count, one), tf.mul(tf.sub(1, count), other)) : one;
      let [picked] = inputs;
      let [sofar] = counts;
      for (let at = 1; at < this.masked.length; at++) {
        const other = choose(counts[at], inputs[at], picked);
        const one = choose(sofar, picked, other);
        picked = this.smallest ? tf.minimum(one, other) : tf.maximum(one, other);
        sofar = sofar && counts[at] ? tf.maximum(sofar, counts[at]!) : null;
      }
      return picked;
    });
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    const [first, ...others] = shapes.slice(0, this.masked.length);
    return others.reduce((all, shape) => all.map((size, at) => (size === 1 ? shape[at] : size)), first);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), smallest: this.smallest, masked: this.masked };
  }
}`,
  ),
];
