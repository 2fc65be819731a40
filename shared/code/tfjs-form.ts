// What tfjs-layers takes in place of what Keras has, where the two are not simply the same.
import type { Shape } from '../blocks/define-block.ts';
import { fans } from '../blocks/initializers.ts';
import type { KerasLayer, KerasObject } from '../blocks/keras-form.ts';
import type { Json } from '../blocks/params.ts';
import type { KerasNode } from './keras-graph.ts';
import { layers } from './tfjs-layers.ts';

/** What the form of a layer depends on besides its arguments. */
export type Place = Pick<KerasNode, 'weights'> & {
  readonly inputs: readonly { readonly output: { readonly shape: Shape } }[];
  readonly output: { readonly shape: Shape };
};

/** What tfjs-layers calls a weight of a layer. */
export function tfjsWeightName(layer: KerasLayer | null, name: string): string {
  return (layer && layers[layer.className]?.weights?.[name]) ?? name;
}

/** Arguments of what combines inputs, with axes counted from the start: tfjs-layers takes those from the end for others. */
export function withAxesFromStart({ inputs }: Place, config: KerasObject['config']): KerasObject['config'] {
  if (inputs.length < 2) return config;
  const fromStart = (axis: Json, at: number) =>
    Number(axis) < 0 ? inputs[at]!.output.shape.length + 1 + Number(axis) : axis;
  const { axis, axes } = config;
  return {
    ...config,
    ...(axis !== undefined && { axis: fromStart(axis, 0) }),
    ...(Array.isArray(axes) && { axes: axes.map(fromStart) }),
  };
}

/** What a layer inside takes and gives; copies of one layer have weights of the same shapes. */
export function placeInside({ inputs, output, weights }: Place, wrapper: string): Place {
  const inside = ({ shape }: { readonly shape: Shape }) => ({
    shape: wrapper === 'TimeDistributed' ? shape.slice(1) : shape,
  });
  return {
    inputs: inputs.map((input) => ({ output: inside(input.output) })),
    output: inside(output),
    weights: weights.map((weight) => ({ ...weight, name: weight.name.replace(/^.*\//, '') })),
  };
}

/** The shape of the weight an initializer is for; of a weight the layer goes without, any will do. */
export function weightShape({ weights }: Place, layer: KerasLayer, argument: string): readonly number[] {
  const wanted = argument.replace(/_initializer$/, '');
  const found = weights.find((weight) => {
    const name = tfjsWeightName(layer, weight.name);
    return name === wanted || name === `${wanted}_kernel`;
  });
  return found?.shape ?? [1];
}

/** An object that is an argument of a layer, such as an initializer, as tfjs-layers has it: arguments by their Keras names. */
export interface TfjsObject {
  readonly className: string;
  readonly config: { readonly [argument: string]: Json };
}

/** What tfjs-layers draws a weight of this shape with. */
export function tfjsInitializer({ className, config }: KerasObject, shape: readonly number[]): TfjsObject {
  if (className === 'VarianceScaling') {
    // Its "normal" is the truncated one of Keras; the untruncated one is a plain normal distribution of that spread.
    const { distribution, mode, scale, seed } = config as Record<string, Json> & { scale: number };
    if (distribution === 'untruncated_normal') {
      const { fanIn, fanOut } = fans(shape);
      const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
      const stddev = Math.sqrt(scale / Math.max(1, fan));
      return { className: 'RandomNormal', config: { mean: 0, stddev, seed: seed ?? null } };
    }
    const written = distribution === 'uniform' ? 'uniform' : 'normal';
    return { className, config: { ...config, distribution: written } };
  }
  return { className: className.replace(/^Lecun/, 'LeCun'), config };
}

/** The penalty in tfjs-layers, where there is one class for all. */
export function tfjsRegularizer({ config }: KerasObject): TfjsObject {
  return { className: 'L1L2', config: { l1: config.l1 ?? 0, l2: config.l2 ?? 0 } };
}
