// `modelTopology` of a TensorFlow.js layers model: the configuration of Keras 2, in its words, with the names tfjs-layers 4 knows.
import { isKerasObject, type KerasLayer, type KerasObject } from '../../shared/blocks/keras-form.ts';
import type { Json } from '../../shared/blocks/params.ts';
import { kerasModelName } from '../../shared/code/keras.ts';
import type { KerasGraph, KerasNode } from '../../shared/code/keras-graph.ts';
import {
  type Place,
  placeInside,
  type TfjsObject,
  tfjsInitializer,
  tfjsRegularizer,
  weightShape,
  withAxesFromStart,
} from '../../shared/code/tfjs-form.ts';
import { activations, layers } from '../../shared/code/tfjs-layers.ts';
import { exportMessages } from '../../shared/messages/exports.ts';
import { phrases } from '../../shared/messages/phrases.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { say, type Value, type Words } from '../../shared/messages/sentence.ts';

/** Layers that tfjs-layers does not have, and that hand on what comes when a model predicts. */
const passing: readonly string[] = ['Identity', 'ActivityRegularization', 'SpatialDropout2D'];

/** What a TensorFlow.js layers model cannot express of this model, in sentences for people. */
export function tfjsProblems(graph: KerasGraph): readonly Words[] {
  return graph.layers.flatMap((node) => (node.layer ? layerProblems(node, node.layer) : []));
}

/** The topology of a model for which there are no `tfjsProblems`, every argument written out. */
export function tfjsTopology(graph: KerasGraph, name: string): Json {
  const tensors = (nodes: readonly KerasNode[]) => nodes.map((node) => [node.name, 0, 0]);
  const freeName = createFreeNames(graph);
  const scalars = scalarInputs(graph, freeName);
  return {
    class_name: 'Model',
    config: {
      name: kerasModelName(name),
      layers: graph.layers.flatMap((node) => layerJson(node, scalars, freeName)),
      input_layers: tensors(graph.inputs),
      output_layers: tensors(graph.outputs.map(({ node }) => node)),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function layerProblems(node: KerasNode, { className, config }: NonNullable<KerasNode['layer']>): readonly Words[] {
  const { name } = node;
  const masks = layers[className]?.masks ?? true;
  const letsThrough = typeof masks === 'boolean' ? masks : masks(config);
  const isMasked = node.inputs.some(({ output }) => output.masked);
  return [
    ...(isMasked && !letsThrough ? [say(exportMessages['tfjs-mask'], { name, type: className })] : []),
    ...dimensionProblems(node, className),
    ...argumentProblems(name, { className, config }),
  ];
}

function dimensionProblems({ name, inputs }: KerasNode, className: string): readonly Words[] {
  const dimensions = layers[className]?.dimensions;
  const large = inputs.find(({ output }) => dimensions !== undefined && output.shape.length > dimensions);
  if (!large) return [];
  const received = shapeWords(large.output.shape);
  return [say(exportMessages['tfjs-dimensions'], { name, type: className, expected: dimensions!, received })];
}

/** What it cannot express of the arguments of a layer, or of one inside; `name` is that of the outermost. */
function argumentProblems(
  name: string,
  { className, config }: KerasLayer,
  unknown: 'tfjs-layer' | 'tfjs-layer-inside' = 'tfjs-layer',
): readonly Words[] {
  const rules = layers[className];
  if (!rules) return [say(exportMessages[unknown], { name, type: className })];
  const problems: Words[] = [];
  for (const [argument, value] of argumentsOf(config)) {
    const rule = rules.arguments[argument];
    const received = `${argument}=${JSON.stringify(value)}`;
    const unexpressed = (expected: Value) =>
      problems.push(say(exportMessages['tfjs-argument'], { name, argument, expected, received }));
    if (!rule) unexpressed(say(phrases['no-argument'], { name: argument }));
    else if (rule.kind === 'layer' && isKerasObject(value)) {
      problems.push(...argumentProblems(name, value, 'tfjs-layer-inside'));
    } else if (rule.kind === 'activation' && !(String(value) in activations)) {
      const expected = Object.keys(activations).join(', ');
      problems.push(say(exportMessages['tfjs-activation'], { name, expected, received: String(value) }));
    } else if (rule.kind === 'only' && !rule.values.some((each) => isSame(each, value))) {
      if (argument === 'reset_after') problems.push(say(exportMessages['tfjs-reset-after'], { name }));
      else unexpressed(oneOf(rule.values.map((each) => `${argument}=${JSON.stringify(each)}`)));
    }
  }
  return problems;
}

/** One value or another. */
function oneOf([first = '', ...others]: readonly string[]): Value {
  return others.reduce<Value>((before, next) => say(phrases['either-or'], { first: before, second: next }), first);
}

/** Of plain JSON, pairs among it. */
function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The arguments that have rules: a layer inside has a name among its own. */
function argumentsOf({ name: _name, ...others }: KerasObject['config']): readonly [string, Json][] {
  return Object.entries(others);
}

/** Inputs of single numbers, and the names of the layers that take their second dimension away again. */
type ScalarInputs = ReadonlyMap<KerasNode, string>;

/** When a model predicts, tfjs-layers makes rows of one number of single numbers, so such an Input has to have them. */
function scalarInputs({ inputs }: KerasGraph, freeName: FreeNames): ScalarInputs {
  const single = inputs.filter(({ output }) => output.shape.length === 0);
  return new Map(single.map((node) => [node, freeName(`${node.name}_single`)]));
}

/** Gives a name that no layer has, like the one wanted. */
type FreeNames = (wanted: string) => string;

function createFreeNames({ nodes }: KerasGraph): FreeNames {
  const taken = new Set(nodes.map(({ name }) => name));
  return (wanted) => {
    let name = wanted;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  };
}

function layerJson(node: KerasNode, scalars: ScalarInputs, freeName: FreeNames): readonly Json[] {
  const { name, layer, inputs, output } = node;
  if (!layer) {
    const single = scalars.get(node);
    const shape = single === undefined ? output.shape : [1];
    const config = { name, batch_input_shape: [null, ...shape], dtype: output.dtype, sparse: false };
    const input = { name, class_name: 'InputLayer', config, inbound_nodes: [] };
    return single === undefined ? [input] : [input, called(single, 'Reshape', { target_shape: [] }, [name])];
  }
  const { className, config } = layerForm(node, layer);
  const copies: Json[] = [];
  const fed = inputs.map((input, at) => {
    const given = scalars.get(input) ?? input.name;
    if (inputs.indexOf(input) === at) return given;
    // It frees what one layer takes twice before others have taken it, so the second time it takes a copy.
    const copy = freeName(`${given}_again`);
    copies.push(called(copy, 'Activation', { activation: 'linear' }, [given]));
    return copy;
  });
  return [...copies, called(name, className, config, fed)];
}

function called(
  name: string,
  className: string,
  config: Readonly<Record<string, Json>>,
  inputs: readonly string[],
): Json {
  return {
    name,
    class_name: className,
    config: { name, trainable: true, ...config },
    inbound_nodes: [inputs.map((input) => [input, 0, 0, {}])],
  };
}

function objectJson({ className, config }: TfjsObject): Json {
  return { class_name: className, config };
}

/** The class and arguments in tfjs-layers. */
function layerForm(
  node: Place,
  { className, config }: KerasLayer,
): { readonly className: string; readonly config: Readonly<Record<string, Json>> } {
  if (passing.includes(className)) return { className: 'Activation', config: { activation: 'linear' } };
  // Its Flatten wants something to flatten, and its Reshape does not work out what is left before a batch comes.
  if (className === 'Reshape' || (className === 'Flatten' && node.inputs[0]!.output.shape.length < 2)) {
    return { className: 'Reshape', config: { target_shape: node.output.shape } };
  }
  // Its Softmax takes the mask of an earlier layer, even of another shape; as an activation it does not.
  if (className === 'Softmax') return { className: 'Activation', config: { activation: 'softmax' } };
  const written: Record<string, Json> = {};
  const { arguments: rules } = layers[className]!;
  for (const [argument, value] of argumentsOf(withAxesFromStart(node, config))) {
    const rule = rules[argument]!;
    switch (rule.kind) {
      case 'same':
      case 'only':
        written[argument] = value;
        break;
      case 'renamed':
        written[rule.to] = value;
        break;
      case 'activation':
        written[argument] = activations[String(value)]!;
        break;
      case 'initializer':
        written[argument] = isKerasObject(value)
          ? objectJson(tfjsInitializer(value, weightShape(node, { className, config }, argument)))
          : value;
        break;
      case 'regularizer':
        written[argument] = isKerasObject(value) ? objectJson(tfjsRegularizer(value)) : value;
        break;
      case 'layer':
        written[argument] = isKerasObject(value) ? innerJson(placeInside(node, className), value) : value;
        break;
      case 'training-only':
        break;
    }
  }
  return { className, config: written };
}

/** A layer inside a wrapper, with the name that it has in Keras. */
function innerJson(place: Place, layer: KerasObject): Json {
  const { className, config } = layerForm(place, layer);
  return { class_name: className, config: { name: layer.config.name ?? null, trainable: true, ...config } };
}
