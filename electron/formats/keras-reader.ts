// Reads `.keras` files by their own words: layers from `config.json`, numbers from `model.weights.h5`, computed by our blocks. It knows
// nothing of the document the file was made from.

import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { TensorSpec, Value } from '../../shared/blocks/define-block.ts';
import { type AnyBlock, findBlock } from '../../shared/blocks/index.ts';
import { kerasLayerOf } from '../../shared/blocks/keras-form.ts';
import {
  type Component,
  defaultParams,
  type Json,
  kerasArgument,
  type Param,
  type ParamSpecs,
  type ParamValues,
} from '../../shared/blocks/params.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { describeProblem, isProblem } from '../../shared/messages/problem.ts';
import type { FloatTensor, NumberTensor, Predictor } from './format.ts';
import { decodeHdf5 } from './hdf5.ts';
import { kerasJson } from './keras-config.ts';
import { createGroupNamer, weightPlaces } from './keras-weights.ts';

const history = z.tuple([z.string(), z.literal(0), z.literal(0)]);
const tensor = z.object({ class_name: z.literal('__keras_tensor__'), config: z.object({ keras_history: history }) });
const node = z.object({
  // One input, a list of them, or each as an argument of its own.
  args: z.union([z.tuple([z.array(tensor)]), z.array(tensor)]),
  kwargs: z.record(z.string(), z.json()),
});
const layerSchema = z.object({
  class_name: z.string(),
  config: z.record(z.string(), z.json()),
  name: z.string(),
  inbound_nodes: z.array(node).max(1),
});
type LayerJson = z.infer<typeof layerSchema>;
const histories = z.union([history.transform((one) => [one]), z.array(history)]);
const configSchema = z.object({
  class_name: z.literal('Functional'),
  config: z.object({ layers: z.array(layerSchema), input_layers: histories, output_layers: histories }),
});
const inputSchema = z.object({
  batch_shape: z.tuple([z.null()], z.number()),
  dtype: z.enum(['float32', 'int32']),
});

/** A layer that can be called. */
interface ReadLayer {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly output: TensorSpec;
  call(inputs: readonly Value[]): Value;
}

/**
 * Opens a `.keras` file whose layers are all among our blocks. Throws an Error that names the layer and the argument for anything it
 * cannot read, rather than reading it wrong.
 */
export async function openKerasFile(path: string): Promise<Predictor> {
  const files = unzipSync(await readFile(path));
  const config = configSchema.parse(JSON.parse(new TextDecoder().decode(fileOf(files, 'config.json'))));
  const numbers = await decodeHdf5(fileOf(files, 'model.weights.h5'));
  const { layers, input_layers, output_layers } = config.config;
  const groupOf = createGroupNamer();
  const groups = new Map(layers.map(({ name, class_name }) => [name, `layers/${groupOf(class_name)}`]));
  const read = new Map<string, ReadLayer>();
  const owned: tf.Tensor[] = [];
  for (const layer of layers) {
    const inputs = inputsOf(layer);
    const specs = inputs.map((name) => {
      const feeder = read.get(name);
      if (!feeder) throw unreadable(layer, 'a layer is listed after those that feed it', name);
      return feeder.output;
    });
    read.set(layer.name, readLayer(layer, inputs, specs, numbers, groups.get(layer.name)!, owned));
  }
  const inputNames = input_layers.map(([name]) => name);
  const outputNames = output_layers.map(([name]) => name);
  return {
    kind: 'predictor',
    reader: phrases['own-reader'],
    predict: (inputs) => predict([...read.values()], inputNames, outputNames, inputs),
    async close() {
      tf.dispose(owned);
    },
  };
}

async function predict(
  layers: readonly ReadLayer[],
  inputNames: readonly string[],
  outputNames: readonly string[],
  inputs: readonly NumberTensor[],
): Promise<readonly FloatTensor[]> {
  const outputs = tf.tidy(() => {
    const values = new Map<string, Value>();
    for (const { name, inputs: fed, output, call } of layers) {
      const at = inputNames.indexOf(name);
      if (at === -1) values.set(name, call(fed.map((feeder) => values.get(feeder)!)));
      else {
        const { data, shape } = inputs[at]!;
        values.set(name, { tensor: tf.tensor(data, [...shape], output.dtype), mask: null });
      }
    }
    return outputNames.map((name) => values.get(name)!.tensor);
  });
  try {
    return await Promise.all(
      outputs.map(async (output) => ({ shape: output.shape, data: (await output.data()) as Float32Array })),
    );
  } finally {
    tf.dispose(outputs);
  }
}

function readLayer(
  layer: LayerJson,
  inputs: readonly string[],
  specs: readonly TensorSpec[],
  numbers: ReadonlyMap<string, NumberTensor>,
  group: string,
  owned: tf.Tensor[],
): ReadLayer {
  const { name, class_name: className } = layer;
  if (className === 'InputLayer') {
    const { batch_shape, dtype } = inputSchema.parse(layer.config);
    const [, ...shape] = batch_shape;
    const call = () => {
      throw new Error(`The Input "${name}" is fed, not called.`);
    };
    return { name, inputs, output: { shape, dtype, masked: false }, call };
  }
  if (className === 'Identity') return { name, inputs, output: specs[0]!, call: ([value]) => value! };
  const { class_name: ownName, config } = firstInside(layer);
  const block = findBlock(ownName);
  if (!block) throw unreadable(layer, 'a layer that is also a block', className);
  const params = paramsOf(layer, block, specs, config);
  const output = block.infer(params, specs);
  if (isProblem(output)) throw unreadable(layer, 'inputs that fit', describeProblem(output));
  const weights: Record<string, tf.Tensor> = {};
  const weightSpecs = block.weights(params, specs);
  const places = weightPlaces(kerasLayerOf(block, params, specs), weightSpecs);
  for (const [index, { name: weight, shape }] of weightSpecs.entries()) {
    const key = `${group}/${places[index]}`;
    const found = numbers.get(key);
    if (!found || found.shape.join() !== shape.join()) {
      throw unreadable(layer, `${key} of shape [${shape.join(', ')}]`, found ? `[${found.shape.join(', ')}]` : 'none');
    }
    weights[weight] = tf.tensor(found.data, [...shape], 'float32');
    owned.push(weights[weight]);
  }
  const context = {
    tf,
    training: false,
    uniform: (): never => {
      throw new Error(`${className} needs no random numbers to predict.`);
    },
    addLoss: () => {},
    update: () => {},
  };
  return { name, inputs, output, call: (values) => block.forward(context, params, values, weights) };
}

/** The layer that a block is named after: of several in a `Sequential`, which RandomCrop is written as, the first. */
function firstInside(layer: LayerJson): Pick<LayerJson, 'class_name' | 'config'> {
  if (layer.class_name !== 'Sequential') return layer;
  const inside = z.object({ layers: z.array(layerSchema.pick({ class_name: true, config: true })).min(1) });
  return inside.parse(layer.config).layers[0]!;
}

/** A block's params from the arguments in the file, proved by turning them into arguments again. */
function paramsOf(
  layer: LayerJson,
  block: AnyBlock,
  specs: readonly TensorSpec[],
  config: LayerJson['config'],
): ParamValues<ParamSpecs> {
  const kwargs = layer.inbound_nodes[0]?.kwargs ?? {};
  const params = fromArguments(layer, block, { ...kwargs, ...config });
  const again = kerasLayerOf(block, params, specs);
  const { name: _name, trainable: _trainable, dtype: _dtype, ...given } = layer.config;
  const expected = canonical(kerasJson([again?.config ?? null, again?.call?.arguments ?? {}]));
  const received = canonical([given, kwargs]);
  if (expected !== received) throw unreadable(layer, `the arguments ${expected}`, received);
  return params;
}

function fromArguments(
  layer: LayerJson,
  component: Component,
  config: Readonly<Record<string, Json>>,
): ParamValues<ParamSpecs> {
  const params: Record<string, unknown> = { ...defaultParams(component.params) };
  for (const [key, spec] of Object.entries(component.params)) {
    const argument = kerasArgument(key, spec);
    if (argument === null) continue;
    const value = config[argument];
    if (value === undefined) throw unreadable(layer, `the argument ${argument}`, 'none');
    const param = fromArgument(layer, spec, value);
    const checked = (spec.check as z.ZodType).safeParse(param);
    if (!checked.success)
      throw unreadable(layer, `${argument}: ${checked.error.issues[0]!.message}`, JSON.stringify(value));
    params[key] = param;
  }
  return params as ParamValues<ParamSpecs>;
}

function fromArgument(layer: LayerJson, spec: Param, value: Json): unknown {
  if (spec.kind !== 'component' || value === null) return value;
  const { class_name, config } = value as { class_name: string; config: Readonly<Record<string, Json>> };
  const component = spec.components.find(({ type }) => type === class_name);
  if (!component) throw unreadable(layer, `one of ${spec.components.map(({ type }) => type).join(', ')}`, class_name);
  return { type: class_name, ...fromArguments(layer, component, config) };
}

function inputsOf({ inbound_nodes: [called] }: LayerJson): readonly string[] {
  if (!called) return [];
  return called.args.flat().map(({ config }) => config.keras_history[0]);
}

function fileOf(files: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array {
  const bytes = files[name];
  if (!bytes) throw new Error(`A .keras file has ${name}. Received: ${Object.keys(files).join(', ') || 'no files'}.`);
  return bytes;
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function unreadable({ name, class_name }: LayerJson, expected: string, received: string): Error {
  return new Error(`The layer "${name}" (${class_name}) cannot be read. Expected: ${expected}. Received: ${received}.`);
}
