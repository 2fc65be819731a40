// The arguments of a Keras layer as tfjs-layers takes them, in TypeScript.
import { isKerasObject, type KerasLayer, type KerasObject } from '../../blocks/keras-form.ts';
import type { Json } from '../../blocks/params.ts';
import { type Place, type TfjsObject, tfjsInitializer, weightShape } from '../tfjs-form.ts';
import { layers } from '../tfjs-layers.ts';
import { activationOf } from './activation-classes.ts';
import { camelCase, type Expression, type Field, typescriptString } from './text.ts';

/** What writing an expression needs besides itself: classes in the module, and words about what is not the same. */
export interface Notebook {
  readonly declarations: Set<string>;
  readonly notes: Set<string>;
}

/** Arguments that tfjs-layers does not have, where they are what it always does. */
const unknown: ReadonlySet<string> = new Set([
  'groups',
  'keepdims',
  'synchronized',
  'negative_slope',
  'threshold',
  'reset_after',
]);

/** Arguments whose texts are names in camel case there. */
const named: ReadonlySet<string> = new Set(['data_format', 'mode']);

/** All arguments of a layer of tfjs-layers but its name. Those that are null it has too, as what stands for nothing. */
export function argumentFields(place: Place, layer: KerasLayer, notebook: Notebook): readonly Field[] {
  const { arguments: rules } = layers[layer.className]!;
  return Object.entries(layer.config).flatMap(([argument, value]): readonly Field[] => {
    const rule = rules[argument];
    if (argument === 'activity_regularizer' && isKerasObject(value)) notebook.notes.add(activityNote(value));
    if (!rule || value === null || (rule.kind === 'only' && unknown.has(argument))) return [];
    // Its poolings over steps have none: channels come last.
    if (argument === 'data_format' && layer.className.endsWith('Pooling1D')) return [];
    switch (rule.kind) {
      case 'renamed':
        return [[camelCase(rule.to), literal(value)]];
      case 'activation':
        return [[camelCase(argument), activationText(String(value), notebook)]];
      case 'initializer':
      case 'regularizer':
        return [weightField(place, layer, argument, notebook)];
      case 'training-only':
        return argument === 'rate' ? [['rate', literal(value)]] : [];
      case 'layer':
        return [];
      default:
        return [
          [camelCase(argument), named.has(argument) ? typescriptString(camelCase(String(value))) : literal(value)],
        ];
    }
  });
}

/** Arguments by their Keras names, for a class of the module itself. */
export function pickedFields(
  place: Place,
  layer: KerasLayer,
  picked: readonly string[],
  notebook: Notebook,
): readonly Field[] {
  return picked.flatMap((argument): readonly Field[] => {
    const value = layer.config[argument];
    if (value === null || value === undefined) return [];
    if (isKerasObject(value)) return [weightField(place, layer, argument, notebook)];
    if (argument.endsWith('activation')) return [[camelCase(argument), activationText(String(value), notebook, false)]];
    return [[camelCase(argument), literal(value)]];
  });
}

/** Plain JSON as a literal. */
export function literal(value: Json): string {
  if (typeof value === 'string') return typescriptString(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => literal(item)).join(', ')}]`;
  return Object.is(value, -0) ? '0' : String(value);
}

/** What is said where a penalty on the output is left out. */
function activityNote({ className, config }: KerasObject): string {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return `TensorFlow.js has no penalty on what a layer gives: activity_regularizer=${className}(${settings.join(', ')}) is left out.`;
}

/** The name of an activation; the types of tfjs do not know all that it computes. */
export function activationText(keras: string, { declarations }: Notebook, isTyped = true): string {
  const written = activationOf(keras)!;
  if (written.declaration) declarations.add(written.declaration);
  return `${typescriptString(written.name)}${isTyped && !written.typed ? ' as never' : ''}`;
}

function weightField(place: Place, layer: KerasLayer, argument: string, notebook: Notebook): Field {
  const value = layer.config[argument] as KerasObject;
  const isRegularizer = argument.endsWith('_regularizer');
  return [
    camelCase(argument),
    isRegularizer ? regularizer(value, notebook) : initializer(value, weightShape(place, layer, argument), notebook),
  ];
}

/** Initializers that draw from a bell curve without tails, which Keras widens to the spread asked for. */
const cutOff: ReadonlySet<string> = new Set(['GlorotNormal', 'HeNormal', 'LeCunNormal']);

function initializer(value: KerasObject, shape: readonly number[], notebook: Notebook): Expression {
  const found = tfjsInitializer(value, shape);
  const isCutOff = cutOff.has(found.className) || found.config.distribution === 'normal';
  if (isCutOff) {
    notebook.notes.add(`TensorFlow.js draws the first weights of ${value.className} 12 % narrower than Keras.`);
  }
  if (found.className === 'Identity' && shape[0] !== shape[1]) {
    notebook.notes.add('TensorFlow.js has no Identity for a weight that is not square: it starts with zeros here.');
    return 'tf.initializers.zeros()';
  }
  return call('tf.initializers', found);
}

function regularizer(value: KerasObject, notebook: Notebook): Expression {
  if (Number(value.config.l1 ?? 0) !== 0) {
    notebook.notes.add('L1 in TensorFlow.js also pulls at weights that are exactly 0; in Keras those rest.');
  }
  const className = value.className === 'L1L2' ? 'l1l2' : value.className.toLowerCase();
  return call('tf.regularizers', { className, config: value.config });
}

function call(module: string, { className, config }: TfjsObject): string {
  const fields = Object.entries(config).flatMap(([argument, value]) => {
    if (value === null) return [];
    const text = named.has(argument) ? typescriptString(camelCase(String(value))) : literal(value);
    return [`${camelCase(argument)}: ${text}`];
  });
  const given = fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  const isBare = className === 'Zeros' || className === 'Ones';
  return `${module}.${className.charAt(0).toLowerCase()}${className.slice(1)}(${isBare ? '' : given})`;
}
