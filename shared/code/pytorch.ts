import type { PyTorchHelper } from '../blocks/pytorch-form.ts';
import { penaltyInPyTorch } from '../blocks/regularizers.ts';
import type { BlockId, ModelDocument } from '../graph/document.ts';
import { expand } from '../graph/expand.ts';
import { titleOf } from '../graph/infer.ts';
import type { TrainingDocument } from '../training/settings.ts';
import { type Code, type CodeLine, line } from './code.ts';
import { brokenComments } from './entries.ts';
import { kerasModelName } from './keras.ts';
import { pythonComment, pythonString } from './python.ts';
import { fittedLines } from './python-lines.ts';
import { type PyTorchGraph, type PyTorchNode, pyTorchGraph } from './pytorch-graph.ts';
import { startLines } from './pytorch-start.ts';
import { trainingLines } from './pytorch-training.ts';
import { parameterOf } from './pytorch-weights.ts';

export interface PyTorchCodeOptions {
  /** The model's name; that of its class is made from it. */
  readonly name?: string;
  /** Adds a step of training with this optimizer and the losses of the Outputs. */
  readonly training?: TrainingDocument;
}

const inClass = ' '.repeat(4);
const inMethod = ' '.repeat(8);

/**
 * A model as PyTorch source: a class that takes and gives what the Keras model does, and computes the same. A model that is not whole
 * still gives source: broken blocks become comments that say what is wrong.
 */
export function toPyTorch(model: ModelDocument, { name = '', training }: PyTorchCodeOptions = {}): Code {
  const graph = pyTorchGraph(model, training !== undefined);
  const helpers = helperLines(graph);
  const penalty = penaltyLines(graph);
  const body = [...initLines(model, graph), ...resetLines(graph), ...forwardLines(graph), ...penalty];
  const className = pyTorchClassName(name);
  const train = training ? trainingLines(graph, className, training, penalty.length > 0) : [];
  const all = [...helpers, ...body, ...train];
  const uses = (text: string) => all.some((one) => one.text.includes(text));
  const lines = [
    ...(uses('math.') ? [line('import math'), line('')] : []),
    line('import torch'),
    ...(uses('F.') ? [line('import torch.nn.functional as F')] : []),
    line('from torch import nn'),
    ...helpers,
    line(''),
    line(''),
    line(`class ${className}(nn.Module):`),
    ...docLines(graph),
    ...body,
    ...train,
  ];
  return { lines: lines.flatMap(fittedLines) };
}

/** The class of a model with this name: `My model` is `MyModel`. */
export function pyTorchClassName(name: string): string {
  const words = kerasModelName(name).split('_');
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return ['F', 'True', 'False', 'None', 'MultiHeadAttention'].includes(joined) ? `${joined}Model` : joined;
}

function docLines({ nodes }: PyTorchGraph): readonly CodeLine[] {
  if (!nodes.some(({ layout }) => layout === 'first')) return [];
  return [
    line(`${inClass}"""Takes and gives channels last, as Keras does; inside, PyTorch has them first."""`),
    line(''),
  ];
}

/** What stands above the class, each once, after what it uses itself. */
function helperLines({ nodes }: PyTorchGraph): readonly CodeLine[] {
  const sources = new Map<string, string>();
  const add = ({ name, source, uses = [] }: PyTorchHelper) => {
    for (const used of uses) add(used);
    sources.set(name, source);
  };
  for (const { form } of nodes) for (const helper of form?.helpers ?? []) add(helper);
  return [...sources.values()].flatMap((source) => ['', '', ...source.split('\n')].map((text) => line(text)));
}

function initLines(model: ModelDocument, graph: PyTorchGraph): readonly CodeLine[] {
  const lines = [line(`${inClass}def __init__(self):`), line(`${inMethod}super().__init__()`)];
  const nodes = new Map(graph.nodes.map((node) => [node.block, node]));
  const outputs = new Set(graph.outputs.map(({ block }) => block));
  const { blocks } = expand(model).graph;
  const said = new Set<string>();
  const { order } = graph.keras.inference;
  for (const id of [...order, ...Object.keys(blocks).filter((block) => !order.includes(block))]) {
    const node = nodes.get(id);
    if (node) lines.push(...memberLines(node, said));
    else if (graph.leftOut.includes(id)) {
      const text = `${titleOf(blocks[id]!)} leads to no Output and is left out.`;
      lines.push(line(inMethod + pythonComment(text), id));
    } else if (!outputs.has(id)) {
      const comments = brokenComments(model, graph.keras, id).map(pythonComment);
      lines.push(...comments.map((text) => line(inMethod + text, id)));
    }
  }
  if (startsOf(graph).length > 0) lines.push(line(`${inMethod}self.reset_parameters()`));
  return lines;
}

function memberLines(node: PyTorchNode, said: Set<string>): readonly CodeLine[] {
  const { block, form, call } = node;
  if (!form || !call) return [];
  const notes = (form.notes ?? []).filter((note) => !said.has(note));
  for (const note of notes) said.add(note);
  return [
    ...notes.map((note) => line(inMethod + pythonComment(note), block)),
    ...(form.members ?? []).map(({ suffix, call: made, args }) =>
      line(`${inMethod}${call.self(suffix)} = ${made}(${args.join(', ')})`, block),
    ),
    ...(form.constants ?? []).map((place) =>
      line(`${inMethod}${parameterOf(node, place)}.requires_grad_(False)`, block),
    ),
  ];
}

/** What first values PyTorch would choose otherwise. */
function startsOf({ nodes }: PyTorchGraph): readonly CodeLine[] {
  return nodes.flatMap((node) => {
    const { form, facts, block } = node;
    const learned = (form?.weights ?? []).flatMap((weight) => {
      const spec = facts.weights.find(({ name }) => name === weight.weight)!;
      return startLines(parameterOf(node, weight), weight, spec);
    });
    const constant = (form?.constants ?? [])
      .filter(({ value, startsAs }) => value !== startsAs)
      .map((place) => `nn.init.${place.value === 1 ? 'ones' : 'zeros'}_(${parameterOf(node, place)})`);
    return [...learned, ...constant].map((text) => line(inMethod + text, block));
  });
}

function resetLines(graph: PyTorchGraph): readonly CodeLine[] {
  const starts = startsOf(graph);
  if (starts.length === 0) return [];
  return [
    line(''),
    line(`${inClass}@torch.no_grad()`),
    line(`${inClass}def reset_parameters(self):`),
    line(`${inMethod}"""Gives all weights the first values that they have in Keras."""`),
    ...starts,
  ];
}

function forwardLines(graph: PyTorchGraph): readonly CodeLine[] {
  const { nodes, inputs, outputs, masks } = graph;
  const names = ['self', ...inputs.map(({ name }) => name)];
  const lines = [line(''), line(`${inClass}def forward(${names.join(', ')}):`)];
  const say = (text: string, block: BlockId | null) => lines.push(line(inMethod + text, block));
  if (nodes.some((node) => activityOf(node).length > 0)) say('self.activity_penalty = 0.0', null);
  for (const node of nodes) {
    const { block, name, facts, result } = node;
    const isInput = facts.definition.inputs === 'none';
    if (!result && !isInput) {
      const { type } = facts.definition;
      say(pythonComment(`${name}: there is no ${type} in PyTorch yet.`), block);
      say(`raise NotImplementedError(${pythonString(`There is no ${type} in PyTorch yet.`)})`, block);
      continue;
    }
    for (const text of result?.before ?? []) say(text, block);
    if (result) say(`${name} = ${result.value}`, block);
    const mask = masks.get(block);
    if (mask) say(`${mask.name} = ${mask.value}`, block);
    for (const text of activityOf(node)) say(text, block);
  }
  for (const { block, counts } of outputs) if (counts) say(`self.${counts.name} = ${counts.mask}`, block);
  const [only] = outputs;
  if (only) say(`return ${outputs.map(({ value }) => value).join(', ')}`, outputs.length === 1 ? only.block : null);
  else {
    say('# There is no Output yet, so nothing is given back.', null);
    say('return None', null);
  }
  return lines;
}

/** Lines that add up what an activity regularizer finds: the penalty for each sample. */
function activityOf({ form, call }: PyTorchNode): readonly string[] {
  const { regularizer, of } = form?.activity ?? { regularizer: null };
  if (!regularizer || !call) return [];
  return (of?.(call) ?? [call.name]).flatMap((variable) =>
    penaltyInPyTorch(regularizer, variable).map((added) => `self.activity_penalty += ${added} / len(${variable})`),
  );
}

function penaltyLines({ nodes }: PyTorchGraph): readonly CodeLine[] {
  const added = nodes.flatMap((node) =>
    (node.form?.weights ?? []).flatMap((weight) => {
      const { regularizer } = node.facts.weights.find(({ name }) => name === weight.weight)!;
      if (!regularizer) return [];
      return penaltyInPyTorch(regularizer, parameterOf(node, weight)).map((text) => line(text, node.block));
    }),
  );
  if (nodes.some((node) => activityOf(node).length > 0)) added.push(line('self.activity_penalty', null));
  if (added.length === 0) return [];
  return [
    line(''),
    line(`${inClass}def penalty(self):`),
    line(`${inMethod}"""What regularizers add to the loss, after a call of the model."""`),
    line(`${inMethod}return (`),
    ...added.map(({ text, block }, index) => line(`${inMethod}    ${index === 0 ? '' : '+ '}${text}`, block)),
    line(`${inMethod})`),
  ];
}
