import { readFileSync } from 'node:fs';
import { kerasLayerOf } from '../shared/blocks/keras-form.ts';
import { pythonCall } from '../shared/code/keras.ts';
import type { Keras } from './keras.ts';
import type { Numbers, Subject } from './run-block.ts';

const source = readFileSync(new URL('./judge-layer.py', import.meta.url), 'utf8');

/** What Keras says about a layer; all values in row order. */
export interface Judgement {
  /** With the batch. */
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly parameters: number;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly mask: { readonly shape: readonly number[]; readonly values: readonly number[] } | null;
  readonly values: readonly number[];
  /** Activity and weight penalties. */
  readonly added: number;
  /** Of `sum(output * projection) + added`, by the trainable weights. */
  readonly weightGradients: readonly (readonly number[])[];
  /** Weights that are not trainable, after the call. */
  readonly updated: readonly (readonly number[])[];
  /** Of the same, by the float inputs in their order. */
  readonly inputGradients: readonly (readonly number[])[];
}

/**
 * Lets real Keras compute what a block computes: the layer is made from the block's Keras form, must equal the one that the
 * generated line of Python makes, and gets the same weights, inputs and dropout numbers. Null for what is no layer in Keras.
 */
export async function judgeLayer(
  keras: Pick<Keras, 'run'>,
  subject: Subject,
  draws: readonly number[],
): Promise<Judgement | null> {
  const { definition, params, specs, inputs, weights, projection, training } = subject;
  const layer = kerasLayerOf(definition, params, specs);
  if (!layer) return null;
  return keras.run<Judgement>(source, {
    layer,
    line: pythonCall({ module: 'keras.layers', ...layer }, [definition]),
    inputs: inputs.map(({ mask, ...numbers }) => ({ ...plain(numbers), mask: mask && plain(mask) })),
    weights: weights.map(plain),
    projection: plain(projection),
    training,
    draws,
  });
}

function plain({ shape, dtype, values }: Numbers) {
  return { shape, dtype, values: Array.from(values) };
}
