import { isKerasObject, type KerasObject } from '../blocks/keras-form.ts';
import { type Component, type Json, kerasArgument, type Param } from '../blocks/params.ts';
import type { BlockId, ModelDocument } from '../graph/document.ts';
import { learnsClasses, losses } from '../training/losses.ts';
import { metrics } from '../training/metrics.ts';
import { optimizers } from '../training/optimizers.ts';
import type { TrainingDocument } from '../training/settings.ts';
import { type Code, type CodeLine, callLines, indented, line, lineWidth } from './code.ts';
import { entriesOf } from './entries.ts';
import {
  type KerasGraph,
  type KerasNode,
  type KerasOutput,
  kerasGraph,
  kerasOptimizer,
  kerasPackages,
} from './keras-graph.ts';
import { pythonComment, pythonNumber, pythonString, pythonTuple, snakeCase } from './python.ts';

export interface KerasCodeOptions {
  /** The model's name; its spelling in Keras is made from it. */
  readonly name?: string;
  /** Adds `model.compile` with this optimizer and the losses and metrics of the Outputs. */
  readonly training?: TrainingDocument;
}

/**
 * A model as Keras 3 Python source, every argument written out. A model that is not whole still gives source: broken blocks
 * become comments that say what is wrong, and `keras.Model` is left out until there is something to make it of.
 */
export function toKeras(model: ModelDocument, { name = '', training }: KerasCodeOptions = {}): Code {
  const graph = kerasGraph(model);
  const lines: CodeLine[] = [...kerasPackages(graph).map((name) => line(`import ${name}`)), line('')];
  for (const entry of entriesOf(model, graph)) {
    if (entry.kind === 'broken') lines.push(...entry.comments.map((text) => line(pythonComment(text), entry.block)));
    else lines.push(...(entry.node.layer ? layerLines(entry.node) : [inputLine(entry.node)]));
  }
  if (graph.inputs.length > 0 && graph.outputs.length > 0) {
    lines.push(line(''), ...modelLines(graph, name));
    if (training) lines.push(line(''), ...compileLines(graph.outputs, training));
  }
  return { lines };
}

/** The spelling of a model's name in Keras. */
export function kerasModelName(name: string): string {
  const spelled = snakeCase(name);
  return /^[a-z]/.test(spelled) ? spelled : 'model';
}

/** A component as a Python call: `keras.initializers.Zeros()`. `components` tells which arguments are decimal numbers. */
export function pythonCall({ module, className, config }: KerasObject, components: readonly Component[]): string {
  const definition = components.find(({ type }) => type === className);
  return `${module}.${className}(${pythonArguments(config, definition).join(', ')})`;
}

function inputLine({ block, name, output }: KerasNode): CodeLine {
  const shape = pythonTuple(output.shape.map((size) => pythonNumber(size, false)));
  const args = `shape=${shape}, dtype=${pythonString(output.dtype)}, name=${pythonString(name)}`;
  return line(`${name} = keras.Input(${args})`, block);
}

function layerLines({ block, name, layer, definition, inputs }: KerasNode): readonly CodeLine[] {
  const fed = inputs.map((input) => input.name);
  const { call } = layer!;
  const tensors = call?.inputs || fed.length === 1 ? fed : [`[${fed.join(', ')}]`];
  const inCall = call ? argumentsOf(call.arguments, definition).map(({ text }) => text) : [];
  const args = [
    ...argumentsOf(layer!.config, definition),
    { text: `name=${pythonString(name)}`, lines: [`name=${pythonString(name)}`] },
  ];
  const end = `)(${[...tensors, ...inCall].join(', ')})`;
  return callLines(
    `${name} = ${layer!.module ?? 'keras.layers'}.${layer!.className}(`,
    args.map((one) => ({ ...one, block })),
    end,
    block,
  );
}

function modelLines({ inputs, outputs }: KerasGraph, name: string): readonly CodeLine[] {
  const args = [
    { text: `inputs=${oneOrList(inputs.map((input) => input.name))}`, block: null },
    { text: `outputs=${oneOrList(outputs.map(({ node }) => node.name))}`, block: null },
    { text: `name=${pythonString(kerasModelName(name))}`, block: null },
  ];
  return callLines('model = keras.Model(', args, ')', null);
}

function compileLines(outputs: readonly KerasOutput[], training: TrainingDocument): readonly CodeLine[] {
  const lossOf = (output: KerasOutput) => pythonCall(output.loss, losses);
  const metricsOf = (output: KerasOutput) => output.metrics.map((metric) => pythonCall(metric, metrics));
  const lines = [line('model.compile('), ...optimizerLines(training)];
  const [only] = outputs;
  if (outputs.length === 1 && only) {
    lines.push(line(`    loss=${lossOf(only)},`, only.block));
    lines.push(line(`    loss_weights=[${pythonNumber(only.lossWeight, true)}],`, only.block));
    lines.push(...listLines('    metrics=[', metricsOf(only), only.block));
  } else {
    lines.push(
      line('    loss=['),
      ...outputs.map((output) => line(`        ${lossOf(output)},`, output.block)),
      line('    ],'),
    );
    lines.push(line('    loss_weights=['));
    for (const { lossWeight, block } of outputs) lines.push(line(`        ${pythonNumber(lossWeight, true)},`, block));
    lines.push(line('    ],'), line('    metrics=['));
    for (const output of outputs) lines.push(...listLines('        [', metricsOf(output), output.block));
    lines.push(line('    ],'));
  }
  return [...lines, line(')'), ...classWeightLines(outputs, training)];
}

/** How Keras is to weigh classes as training here does: only the call of `fit`, which knows the data, can say it. */
function classWeightLines(outputs: readonly KerasOutput[], { classWeights }: TrainingDocument): readonly CodeLine[] {
  if (classWeights !== 'balanced' || !outputs.some(({ loss }) => learnsClasses(loss.className))) return [];
  return [
    '',
    '# Each class counts alike in the loss. With y as class numbers, and numpy as np:',
    '# counts = np.bincount(y)',
    '# weights = {c: len(y) / (np.count_nonzero(counts) * n) for c, n in enumerate(counts) if n}',
    '# model.fit(x, y, class_weight=weights)',
  ].map((text) => line(text));
}

function optimizerLines(training: TrainingDocument): readonly CodeLine[] {
  const { module, className, config } = kerasOptimizer(training);
  const definition = optimizers.find(({ type }) => type === className);
  const args = pythonArguments(config, definition).map((text) => ({ text: `    ${text}`, block: null }));
  const whole = `    optimizer=${pythonCall(kerasOptimizer(training), optimizers)},`;
  return whole.length <= lineWidth
    ? [line(whole)]
    : callLines(`    optimizer=${module}.${className}(`, args, '    ),', null);
}

function listLines(start: string, items: readonly string[], block: BlockId): readonly CodeLine[] {
  const whole = `${start}${items.join(', ')}],`;
  if (whole.length <= lineWidth) return [line(whole, block)];
  const indent = start.slice(0, start.search(/\S/));
  return [line(start, block), ...items.map((item) => line(`${indent}    ${item},`, block)), line(`${indent}],`, block)];
}

function oneOrList(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `[${names.join(', ')}]`;
}

function pythonArguments(config: KerasObject['config'], definition: Component | undefined): readonly string[] {
  return argumentsOf(config, definition).map(({ text }) => text);
}

/** Arguments as they are on one line, and where that is too long at this depth of calls, on several. */
function argumentsOf(
  config: KerasObject['config'],
  definition: Component | undefined,
  depth = 1,
): readonly { readonly text: string; readonly lines: readonly string[] }[] {
  const specs = new Map<string, Param>();
  for (const [key, spec] of Object.entries(definition?.params ?? {})) {
    const argument = kerasArgument(key, spec);
    if (argument !== null) specs.set(argument, spec);
  }
  return Object.entries(config).map(([argument, value]) => {
    const spec = specs.get(argument);
    const text = `${argument}=${pythonValue(value, spec)}`;
    const fits = '    '.length * depth + `${text},`.length <= lineWidth;
    if (fits || !isKerasObject(value)) return { text, lines: [text] };
    const { module, className } = value;
    const inner = argumentsOf(value.config, componentOf(value, spec), depth + 1);
    return {
      text,
      lines: [`${argument}=${module}.${className}(`, ...inner.flatMap(({ lines }) => indented(lines)), ')'],
    };
  });
}

/** The component that a Keras object was made from, as far as the spec of its param tells. */
function componentOf({ className }: KerasObject, spec: Param | undefined): Component | undefined {
  return spec && 'components' in spec ? spec.components.find(({ type }) => type === className) : undefined;
}

function pythonValue(value: Json, spec: Param | undefined): string {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return pythonNumber(value, spec?.kind === 'float');
    case 'string':
      return pythonString(value);
    default: {
      if (isKerasObject(value)) {
        return pythonCall(value, spec && 'components' in spec ? spec.components : []);
      }
      if (Array.isArray(value)) return pythonTuple(value.map((item: Json) => pythonValue(item, spec)));
      const items = Object.entries(value).map(([key, item]) => `${pythonString(key)}: ${pythonValue(item, undefined)}`);
      return `{${items.join(', ')}}`;
    }
  }
}
