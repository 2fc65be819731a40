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
const passing: readonly string[] = [
  ...['Identity', 'ActivityRegularization', 'SpatialDropout2D', 'RandomFlip', 'RandomRotation'],
  ...['RandomZoom', 'RandomTranslation', 'RandomContrast', 'RandomBrightness'],
];

/** What a TensorFlow.js layers model cannot express of this model, in sentences for people. */
export function tfjsProblems(graph: KerasGraph): readonly Words[] {
  return graph.layers.flatMap((node) =>
    node.layer ? [...layerProblems(node, node.layer), ...insideProblems(graph, node, node.layer)] : [],
  );
}

/** The topology of a model for which there are no `tfjsProblems`, every argument written out. */
export function tfjsTopology(graph: KerasGraph, name: string): Json {
  const freeName = createFreeNames(graph);
  const written: Written = { given: givenNames(graph, freeName), freeName, hasMasks: isMasking(graph) };
  return {
    class_name: 'Model',
    config: {
      name: kerasModelName(name),
      layers: graph.layers.flatMap((node) => layerJson(node, written)),
      input_layers: graph.inputs.map((node) => [node.name, 0, 0]),
      output_layers: graph.outputs.map(({ node }) => [written.given.get(node) ?? node.name, 0, 0]),
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

/** The layers of tfjs-layers that follow the mask they are shown. */
const recurrent: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'SimpleRNN', 'Bidirectional']);

/**
 * When a model predicts, tfjs-layers shows every layer that has no mask that of the last one which had, also where it has ended between
 * them or belongs to another branch, and a recurrent layer follows it. One inside another layer cannot be given a mask of its own.
 */
function insideProblems(graph: KerasGraph, node: KerasNode, { className, config }: KerasLayer): readonly Words[] {
  const { layer: inner } = config;
  if (className !== 'TimeDistributed' || !isKerasObject(inner!) || !recurrent.has(inner.className)) return [];
  const hasMasks = isMasking(graph);
  const order = runOrder(graph);
  const shown = order
    .slice(0, order.indexOf(node) + 1)
    .findLast((other) => maskedInput(other) || needsFullMask(other, hasMasks));
  if (!shown) return [];
  const { name: received } = maskedInput(shown) ?? shown;
  return [say(exportMessages['tfjs-mask-inside'], { name: node.name, type: inner.className, received })];
}

/** The order in which tfjs-layers computes layers: each output after what leads to it, the last input of a layer first. */
function runOrder({ outputs }: KerasGraph): readonly KerasNode[] {
  const done = new Set<KerasNode>();
  const waiting = outputs.map(({ node }) => node).reverse();
  const opened = new Set<KerasNode>();
  while (waiting.length > 0) {
    const top = waiting.at(-1)!;
    if (opened.has(top) || top.inputs.every((input) => done.has(input))) {
      waiting.pop();
      done.add(top);
    } else {
      opened.add(top);
      waiting.push(...top.inputs.filter((input) => !done.has(input)));
    }
  }
  return [...done];
}

function maskedInput({ inputs }: KerasNode): KerasNode | undefined {
  return inputs.find(({ output }) => output.masked);
}

function isMasking({ layers: all }: KerasGraph): boolean {
  return all.some(({ output }) => output.masked);
}

function layerProblems(node: KerasNode, { className, config }: NonNullable<KerasNode['layer']>): readonly Words[] {
  const { name, definition } = node;
  const masks = layers[className]?.masks ?? true;
  const letsThrough = typeof masks === 'boolean' ? masks : masks(config);
  return [
    ...(maskedInput(node) && !letsThrough ? [say(exportMessages['tfjs-mask'], { name, type: className })] : []),
    ...dimensionProblems(node, className),
    ...argumentProblems(name, { className, config }, 'tfjs-layer', definition.type),
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
  unknown: 'tfjs-layer' | 'tfjs-layer-inside',
  type = className,
): readonly Words[] {
  const rules = layers[className];
  if (!rules) return [say(exportMessages[unknown], { name, type })];
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

/** The layers that give what a node gives, where that is not its own layer. */
type GivenNames = ReadonlyMap<KerasNode, string>;

/**
 * When a model predicts, tfjs-layers makes rows of one number of single numbers, so such an Input has to have them, and a layer takes their
 * second dimension away again. Another ends the full mask that a recurrent layer has got.
 */
function givenNames(graph: KerasGraph, freeName: FreeNames): GivenNames {
  const given = new Map<KerasNode, string>();
  const hasMasks = isMasking(graph);
  for (const node of graph.inputs) if (isSingle(node)) given.set(node, freeName(`${node.name}_single`));
  for (const node of graph.layers)
    if (needsFullMask(node, hasMasks) && givesSteps(node)) given.set(node, freeName(`${node.name}_unmasked`));
  return given;
}

function isSingle({ layer, output }: KerasNode): boolean {
  return !layer && output.shape.length === 0;
}

/** Whether a layer would follow a mask that is not its own. */
function needsFullMask({ layer, inputs }: KerasNode, hasMasks: boolean): boolean {
  return hasMasks && layer !== null && recurrent.has(layer.className) && !inputs[0]!.output.masked;
}

/** Whether a recurrent layer gives every step, and hands its mask on with them. */
function givesSteps({ output }: KerasNode): boolean {
  return output.shape.length === 2;
}

/** No number that a step consists of, so that a Masking of it hides no step: the largest of float32. */
const noStep = 3.4028234663852886e38;

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

interface Written {
  readonly given: GivenNames;
  readonly freeName: FreeNames;
  readonly hasMasks: boolean;
}

function layerJson(node: KerasNode, { given, freeName, hasMasks }: Written): readonly Json[] {
  const { name, layer, inputs, output } = node;
  if (!layer) {
    const single = given.get(node);
    const shape = single === undefined ? output.shape : [1];
    const config = { name, batch_input_shape: [null, ...shape], dtype: output.dtype, sparse: false };
    const input = { name, class_name: 'InputLayer', config, inbound_nodes: [] };
    return single === undefined ? [input] : [input, called(single, 'Reshape', { target_shape: [] }, [name])];
  }
  const { className, config } = layerForm(node, layer);
  const helpers: Json[] = [];
  const fed = inputs.map((input, at) => {
    const source = given.get(input) ?? input.name;
    if (inputs.indexOf(input) === at) return source;
    // It frees what one layer takes twice before others have taken it, so the second time it takes a copy.
    const copy = freeName(`${source}_again`);
    helpers.push(called(copy, 'Activation', { activation: 'linear' }, [source]));
    return copy;
  });
  if (!needsFullMask(node, hasMasks)) return [...helpers, called(name, className, config, fed)];
  const full = freeName(`${name}_full_mask`);
  const itself = [called(full, 'Masking', { mask_value: noStep }, fed), called(name, className, config, [full])];
  const unmasked = given.get(node);
  return unmasked === undefined
    ? itself
    : [...itself, called(unmasked, 'Reshape', { target_shape: output.shape }, [name])];
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
