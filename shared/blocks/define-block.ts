import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProblemText } from '../messages/problem.ts';
import type { FusedLayers } from './fused.ts';
import type { KerasLayer } from './keras-form.ts';
import type { Component, ComponentValue, ParamSpecs, ParamValues } from './params.ts';
import type { PyTorchForm } from './pytorch-form.ts';

/** The tensor library as a value; blocks get it as an argument and import it as a type only. */
export type Tfjs = typeof import('@tensorflow/tfjs-core');

/** Sizes of the dimensions without the batch. */
export type Shape = readonly number[];

export type DataType = 'float32' | 'int32';

/** What is known of a tensor before anything is computed. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Whether a mask goes with it: true where a step counts, of the tensor's leading dimensions ([batch, time] for sequences). */
  readonly masked: boolean;
}

/** A computed tensor of shape [batch, ...spec.shape], with its mask (bool, [batch, time]) if it has one. */
export interface Value {
  readonly tensor: Tensor;
  readonly mask: Tensor | null;
}

/** One trainable or fixed tensor of a block. */
export interface WeightSpec {
  /** The Keras name: `kernel`, `bias`, `recurrent_kernel`, `embeddings`. Order is Keras's order. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: ComponentValue;
  /** Where pieces of the weight start differently: drawn one by one and joined, in place of `initializer`; see `drawWeight`. */
  readonly initialParts?: readonly { readonly shape: Shape; readonly initializer: ComponentValue }[];
  readonly regularizer: ComponentValue | null;
  readonly trainable: boolean;
}

/** What a forward pass may use besides its inputs and weights. */
export interface ForwardContext {
  readonly tf: Tfjs;
  readonly training: boolean;
  /**
   * Fresh uniform numbers in [0, 1) for this step and this block; each call in a step gives other ones, the same seed, step and
   * call order give the same ones.
   */
  uniform(shape: readonly number[]): Tensor;
  /** Adds a scalar to what training makes small, as an activity regularizer does; it counts in training and in evaluation. */
  addLoss(loss: Tensor): void;
  /** Gives a weight that is not trainable its value from the next step on, as a moving mean gets; in training alone. */
  update(weight: string, value: Tensor): void;
  /** What the backend in use computes faster itself than composed of operations. */
  readonly fused?: FusedLayers;
}

export type BlockCategory =
  | 'input-output'
  | 'core'
  | 'convolution'
  | 'pooling'
  | 'recurrent'
  | 'normalization'
  | 'regularization'
  | 'augmentation'
  | 'reshaping'
  | 'merging'
  | 'attention'
  | 'structure';

/** `none`, `one`, any number (`many`: ports are named "1", "2", ...), or ports by name. */
export type InputPorts = 'none' | 'one' | 'many' | readonly string[];

/** A small case of a block's shape rule. */
export interface BlockExample<Specs extends ParamSpecs = ParamSpecs> {
  /** Shapes of what comes in, in port order. */
  readonly inputs: readonly Shape[];
  /** Its number type; float32 where not given. */
  readonly dtype?: DataType;
  /** Params that count here; the others are at their default. */
  readonly params?: Partial<ParamValues<Specs>>;
  /** What `infer` makes of it; null for a block without an output. */
  readonly output: Shape | null;
}

/** What people read of a block beside what it does, which its `docs` say. */
export interface BlockGuide<Specs extends ParamSpecs = ParamSpecs> {
  /** When to take it, and what else there is where it does not fit. */
  readonly when: string;
  /** How the shape of what comes out follows from that of what comes in. */
  readonly shape: string;
  /** What people search it by that none of the words say: the field's other names for it, what it is known from. */
  readonly keywords: readonly string[];
  /** Null for what takes its shapes from elsewhere, as groups do. A test runs it through `infer`. */
  readonly example: BlockExample<Specs> | null;
}

/** Everything about one block type. Shapes never include the batch. */
export interface BlockDefinition<Specs extends ParamSpecs = ParamSpecs> extends Component<Specs> {
  readonly category: BlockCategory;
  readonly guide: BlockGuide<Specs>;
  /** A file name in `assets/icons`, without its extension. */
  readonly icon: string;
  readonly inputs: InputPorts;
  /** More ports by name, after those of `inputs`, that may stay without a wire; only where `inputs` are ports by name. */
  readonly optionalInputs: readonly string[];
  /** The param that says how many whole numbers it knows, where it looks them up in a table. */
  readonly vocabulary?: keyof Specs & string;
  /** Whether Keras takes each input as an argument of its own, named as the port, and not all in a list. */
  readonly inputsApart: boolean;
  readonly output: boolean;
  /** Key params for the card's second line, most telling first; at most three are shown. */
  summary(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): readonly string[];
  /** The output's spec from the inputs', or the problem that stands in the way. Never throws. */
  infer(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): TensorSpec | ProblemText;
  /** The weights for inputs that `infer` accepts. */
  weights(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): readonly WeightSpec[];
  /** Multiply-adds for one sample, for inputs that `infer` accepts. */
  multiplyAdds(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): number;
  /** Computes the output; `weights` has every name that `weights()` lists. */
  forward(
    context: ForwardContext,
    params: ParamValues<Specs>,
    inputs: readonly Value[],
    weights: Readonly<Record<string, Tensor>>,
  ): Value;
  /** The Keras form where it is not simply the class of the same name with all params in snake case. */
  toKeras?(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): KerasLayer | null;
  /** The PyTorch form, for inputs that `infer` accepts. A block without one stands in PyTorch source as a comment. */
  toPyTorch?(params: ParamValues<Specs>, inputs: readonly TensorSpec[]): PyTorchForm;
}

/** What most blocks leave at its default. */
type Optional = 'weights' | 'multiplyAdds' | 'output' | 'inputs' | 'optionalInputs' | 'inputsApart';

/** Declares a block type; this is the only way to make one. */
export function defineBlock<const Specs extends ParamSpecs>(
  definition: Omit<BlockDefinition<Specs>, Optional | 'guide'> &
    Partial<Pick<BlockDefinition<Specs>, Optional>> & { readonly guide: BlockGuide<NoInfer<Specs>> },
): BlockDefinition<Specs> {
  return {
    inputs: 'one',
    optionalInputs: [],
    inputsApart: false,
    output: true,
    weights: () => [],
    multiplyAdds: () => 0,
    ...definition,
  };
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
