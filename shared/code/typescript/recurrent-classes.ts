// The GRU of today, which tfjs-layers does not have.
import { type Declaration, layerClass } from './class-source.ts';

export const recurrentClasses: readonly Declaration[] = [
  {
    name: 'activationOf',
    needs: [],
    source: `/** What computes an activation by its name. */
function activationOf(name: string): (x: tf.Tensor) => tf.Tensor {
  const layer = tf.layers.activation({ activation: name as never });
  return (x) => layer.call(x, {}) as tf.Tensor;
}`,
  },
  layerClass(
    'ResetAfterGRUCell',
    ['LayerArgs', 'revive', 'activationOf'],
    `
interface ResetAfterGRUArgs {
  units: number;
  activation: string;
  recurrentActivation: string;
  useBias: boolean;
  kernelInitializer: Given<Initializer>;
  recurrentInitializer: Given<Initializer>;
  biasInitializer: Given<Initializer>;
  kernelRegularizer?: Given<Regularizer>;
  recurrentRegularizer?: Given<Regularizer>;
  biasRegularizer?: Given<Regularizer>;
  dropout: number;
  recurrentDropout: number;
}

/** One step of a GRU whose reset gate acts after the product with the memory; TensorFlow.js's own acts before it. */
class ResetAfterGRUCell extends tf.layers.RNNCell {
  static className = 'ResetAfterGRUCell';
  readonly stateSize: number;
  private readonly args: ResetAfterGRUArgs;
  private kernel?: tf.LayerVariable;
  private recurrentKernel?: tf.LayerVariable;
  private bias?: tf.LayerVariable;

  constructor(args: LayerArgs & ResetAfterGRUArgs) {
    super(args);
    this.args = args;
    this.stateSize = args.units;
  }

  override build(shape: tf.Shape): void {
    const { args } = this;
    const add = (name: string, size: tf.Shape, initializer: Given<Initializer>, regularizer?: Given<Regularizer>) =>
      this.addWeight(name, size, 'float32', revive(initializer), revive(regularizer));
    const gates = 3 * args.units;
    this.kernel = add('kernel', [shape[shape.length - 1], gates], args.kernelInitializer, args.kernelRegularizer);
    this.recurrentKernel = add('recurrent_kernel', [args.units, gates], args.recurrentInitializer, args.recurrentRegularizer);
    if (args.useBias) this.bias = add('bias', [2, gates], args.biasInitializer, args.biasRegularizer);
    super.build(shape);
  }

  override call(inputs: tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor[] {
    return tf.tidy(() => {
      const [x, state] = inputs;
      const { dropout, recurrentDropout } = this.args;
      const gate = activationOf(this.args.recurrentActivation);
      const act = activationOf(this.args.activation);
      const training = kwargs.training ?? false;
      if (training && dropout > 0) this.dropoutMask ??= tf.keep(tf.dropout(tf.onesLike(x), dropout));
      if (training && recurrentDropout > 0) this.recurrentDropoutMask ??= tf.keep(tf.dropout(tf.onesLike(state), recurrentDropout));
      const given = this.dropoutMask ? tf.mul(x, this.dropoutMask as tf.Tensor) : x;
      const kept = this.recurrentDropoutMask ? tf.mul(state, this.recurrentDropoutMask as tf.Tensor) : state;
      let fromInput: tf.Tensor = tf.matMul(given as tf.Tensor2D, this.kernel!.read() as tf.Tensor2D);
      let fromState: tf.Tensor = tf.matMul(kept as tf.Tensor2D, this.recurrentKernel!.read() as tf.Tensor2D);
      if (this.bias) {
        const [inputBias, stateBias] = tf.unstack(this.bias.read());
        fromInput = tf.add(fromInput, inputBias);
        fromState = tf.add(fromState, stateBias);
      }
      const [xUpdate, xReset, xNew] = tf.split(fromInput, 3, 1);
      const [hUpdate, hReset, hNew] = tf.split(fromState, 3, 1);
      const update = gate(tf.add(xUpdate, hUpdate));
      const candidate = act(tf.add(xNew, tf.mul(gate(tf.add(xReset, hReset)), hNew)));
      const next = tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
      return [next, next];
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { units, activation, recurrentActivation, useBias, dropout, recurrentDropout } = this.args;
    return {
      ...super.getConfig(),
      ...{ units, activation, recurrentActivation, useBias, dropout, recurrentDropout },
      kernelInitializer: saved(this.args.kernelInitializer),
      recurrentInitializer: saved(this.args.recurrentInitializer),
      biasInitializer: saved(this.args.biasInitializer),
      kernelRegularizer: saved(this.args.kernelRegularizer),
      recurrentRegularizer: saved(this.args.recurrentRegularizer),
      biasRegularizer: saved(this.args.biasRegularizer),
    };
  }
}`,
  ),
  layerClass(
    'ResetAfterGRU',
    ['ResetAfterGRUCell'],
    `
/** Keras's GRU with reset_after=True. */
class ResetAfterGRU extends tf.layers.RNN {
  static override className = 'ResetAfterGRU';

  constructor(args: LayerArgs & ResetAfterGRUArgs & { returnSequences: boolean; goBackwards: boolean }) {
    super({ ...args, cell: new ResetAfterGRUCell({ ...args, name: undefined }) });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor | tf.Tensor[] {
    // What is left out is left out at all steps of a batch, and chosen again for the next.
    const { cell } = this;
    tf.dispose([cell.dropoutMask, cell.recurrentDropoutMask].filter(Boolean));
    Object.assign(cell, { dropoutMask: undefined, recurrentDropoutMask: undefined });
    return super.call(inputs, kwargs);
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}`,
  ),
];
