import type { BlockDefinition, TensorSpec } from './define-block.ts';
import {
  type Component,
  type ComponentValue,
  type Json,
  type KerasModule,
  kerasArgument,
  type Param,
  type ParamSpecs,
  type ParamValues,
} from './params.ts';

/**
 * A Keras object that is an argument of another: an initializer in a layer. Plain JSON, so that it can stand anywhere in a
 * `config`; told from other values by `isKerasObject`. Python: `module.className(**config)`; a `.keras` file:
 * `{"module": module, "class_name": className, "config": config, "registered_name": null}`.
 */
export type KerasObject = {
  readonly module: KerasModule;
  readonly className: string;
  readonly config: { readonly [argument: string]: Json };
};

/**
 * A layer as Keras takes it: a class of `keras.layers`, or of another `module`, and its arguments by their Keras names, all written out in the order of
 * our params. Values are plain JSON; nested objects are a `KerasObject`; activations are names; pairs and shapes are lists.
 * The layer's `name` is not in it.
 */
export type KerasLayer = {
  /** Where it is not `keras.layers`. */
  readonly module?: KerasModule;
  readonly className: string;
  readonly config: { readonly [argument: string]: Json };
  /** How it is called, where that is not simply with its one input or the list of its inputs. */
  readonly call?: KerasCall;
};

/** The arguments of a layer's call. */
export type KerasCall = {
  /** The names of the inputs, where each is an argument of its own. */
  readonly inputs: readonly string[] | null;
  /** What else there is, by the Keras names. */
  readonly arguments: { readonly [argument: string]: Json };
};

/** True for an argument that is a Keras object of its own. */
export function isKerasObject(value: Json): value is KerasObject {
  return typeof value === 'object' && value !== null && 'module' in value && 'className' in value && 'config' in value;
}

/** The Keras layer of a block, or null for a block that is none in Keras (Output). */
export function kerasLayerOf<Specs extends ParamSpecs>(
  block: BlockDefinition<Specs>,
  params: ParamValues<Specs>,
  inputs: readonly TensorSpec[],
): KerasLayer | null {
  if (block.toKeras) return block.toKeras(params, inputs);
  const { type: className, module } = block;
  const layer = { ...(module && { module }), className, config: kerasArguments(block, params) };
  const inCall = argumentsOf(block, params, true);
  if (!block.inputsApart && Object.keys(inCall).length === 0) return layer;
  const names = [...block.inputs, ...block.optionalInputs].slice(0, inputs.length);
  return { ...layer, call: { inputs: block.inputsApart ? names : null, arguments: inCall } };
}

/** The Python package that a Keras module is part of: `keras_hub` of `keras_hub.layers`. */
export function packageOf(module: KerasModule = 'keras.layers'): string {
  return module.split('.', 1)[0]!;
}

/** The Keras object of a component's value. Throws for a type that is not in the list. */
export function kerasObjectOf(components: readonly Component[], value: ComponentValue): KerasObject {
  const component = components.find(({ type }) => type === value.type);
  if (!component) {
    const expected = components.map(({ type }) => type).join(', ');
    throw new Error(`Keras form of a component: expected one of ${expected}. Received: ${value.type}.`);
  }
  const { module = 'keras.layers', type } = component;
  const config = kerasArguments(component, value as ParamValues<ParamSpecs>);
  // Left to Keras, the name of a layer would depend on the layers made before it.
  const isLayer = module === 'keras.layers';
  return { module, className: type, config: isLayer ? { ...config, name: kerasLayerName(type) } : config };
}

/** What Keras calls a layer of a class that has no name of its own: `max_pooling2d`, `lstm`. */
export function kerasLayerName(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The arguments of a block or component by their Keras names; those that Keras does not have, or takes in the call, are left out. */
export function kerasArguments<Specs extends ParamSpecs>(
  component: Component<Specs>,
  params: ParamValues<Specs>,
): { readonly [argument: string]: Json } {
  return { ...argumentsOf(component, params, false), ...component.kerasFixed };
}

function argumentsOf<Specs extends ParamSpecs>(
  component: Component<Specs>,
  params: ParamValues<Specs>,
  inCall: boolean,
): { readonly [argument: string]: Json } {
  const config: Record<string, Json> = {};
  for (const [key, spec] of Object.entries(component.params)) {
    const argument = kerasArgument(key, spec);
    if (argument !== null && (spec.inCall ?? false) === inCall)
      config[argument] = kerasValue(spec, params[key] as Json);
  }
  return config;
}

function kerasValue(spec: Param, value: Json): Json {
  switch (spec.kind) {
    case 'component':
      return value === null ? null : kerasObjectOf(spec.components, value as ComponentValue);
    case 'components':
      return (value as readonly ComponentValue[]).map((one) => kerasObjectOf(spec.components, one));
    default:
      return value;
  }
}
