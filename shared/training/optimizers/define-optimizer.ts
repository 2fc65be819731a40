import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../blocks/define-block.ts';
import { type Component, type FloatParam, float, type ParamSpecs, type ParamValues } from '../../blocks/params.ts';

/** What an update may use besides weight, gradient and slots. */
export interface UpdateContext {
  readonly tf: Tfjs;
  /** Updates done before this one, from 0: a float32 scalar tensor, so that a recorded step stays right. */
  readonly step: Tensor;
  /** A scalar tensor, so that schedules change it between steps. */
  readonly learningRate: Tensor;
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A weight and its slots after an update. */
export interface Updated {
  readonly weight: Tensor;
  readonly slots: Tensors;
}

/** An optimizer as Keras 3 computes it, one weight at a time. */
export interface Optimizer<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly module: 'keras.optimizers';
  /** Names of the tensors kept for each weight, each of the weight's shape; first values by `slotValue`. */
  slots(params: ParamValues<Specs>): readonly string[];
  /** The number every element of a slot starts with. */
  slotValue(params: ParamValues<Specs>, slot: string): number;
  /** Scalars that the updates of all weights in one step share: computed once a step and given to `update`. */
  prepare(context: UpdateContext, params: ParamValues<Specs>): Tensors;
  /** The new weight and slots. The tensors given stay as they are. */
  update(
    tf: Tfjs,
    params: ParamValues<Specs>,
    scalars: Tensors,
    weight: Tensor,
    gradient: Tensor,
    slots: Tensors,
  ): Updated;
  /** The same in PyTorch. */
  toPyTorch(params: ParamValues<Specs>): PyTorchOptimizer;
}

/** An optimizer in PyTorch. */
export interface PyTorchOptimizer {
  /** Its class in `torch.optim`. */
  readonly className: string;
  /** Its arguments behind the parameters. */
  readonly args: readonly string[];
  /** What it does otherwise than Keras's. */
  readonly notes: readonly string[];
}

/** A backend's own update of a weight in one pass. It may write into the weight and slots it is given and answer with them. */
export type FusedUpdate = Optimizer['update'];

/** Updates a backend does itself, by type of optimizer; the others are composed of tensor operations. */
export type FusedUpdates = Readonly<Record<string, FusedUpdate>>;

/** Declares an optimizer; this is the only way to make one. */
export function defineOptimizer<const Specs extends ParamSpecs>(
  optimizer: Omit<Optimizer<Specs>, 'module'>,
): Optimizer<Specs> {
  return { module: 'keras.optimizers', ...optimizer };
}

/** The param every optimizer has. */
export function learningRateParam(value: number): FloatParam {
  return float('Learning rate', value, {
    min: 0,
    help: 'How far each step goes: too small is slow, too large never settles.',
  });
}

/** A small number that keeps a division from failing, at Keras's default. */
export const epsilonParam = float('Epsilon', 1e-7, {
  min: 0,
  group: 'advanced',
  help: 'A small number that keeps a division by nearly nothing in bounds.',
});

/** Where PyTorch's optimizers that divide by a root differ from Keras's. */
export const epsilonOutside =
  'Keras adds epsilon under the root, PyTorch outside it: where gradients are very small, steps are longer here.';
