import { input as inputBlock } from '../blocks/input.ts';
import { type ComponentValue, componentValue, type Json } from '../blocks/params.ts';
import type { Target } from '../data/dataset.ts';
import { isProblem } from '../messages/problem.ts';
import type { repairs as repairMessages } from '../messages/repairs.ts';
import type { Sentence } from '../messages/sentence.ts';
import { losses } from '../training/losses.ts';
import { activationEdit } from './activation-of.ts';
import type { Block, BlockId, Graph, ModelDocument } from './document.ts';
import { connect, type Edit, freshId, newBlock } from './edits.ts';
import { inputPortsAt, outputPorts } from './expand.ts';
import { type Inference, type Problem, titleOf } from './infer.ts';
import { inferenceAt, levelOf } from './level.ts';
import { looseEnds, takerOf } from './loose-ends.ts';
import { matchData } from './match.ts';
import type { DataFacts } from './problems.ts';

export type RepairKey = keyof typeof repairMessages;

/** One way out of a problem: its label and the edits that go that way. */
export interface Repair {
  readonly repair: RepairKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly edits: readonly Edit[];
}

/** A repair with the graph of the document that its edits are for. */
export interface PlacedRepair extends Repair {
  readonly graphId: string;
}

/** A graph, and what is known of its blocks. */
interface Scene {
  readonly graph: Graph;
  readonly inference: Inference;
}

/** The words on a repair's button. */
export function repairSentence({ repair, values }: Repair): Sentence {
  return { key: `repair/${repair}`, values };
}

/** What would put one of a model's problems right, best first; none where only a person can decide. `inference` is that of the model's findings. */
export function repairsFor(
  model: ModelDocument,
  inference: Inference,
  found: Problem,
  data: DataFacts | null,
): readonly PlacedRepair[] {
  const level = levelOf(model, found.path ?? []);
  if (!level) return [];
  const scene = { graph: level.graph, inference: inferenceAt(model, inference, level) };
  return repairsIn(scene, found, data).map((repair) => ({ ...repair, graphId: level.graphId }));
}

function repairsIn(scene: Scene, found: Problem, data: DataFacts | null): readonly Repair[] {
  const { graph } = scene;
  const { block, wire } = found;
  switch (found.problem) {
    case 'input-missing': {
      const source = block && looseEnds(graph, scene.inference).sourceOf.get(block);
      return source ? [wireRepair(graph, source, block, 'wire-from', source)] : [];
    }
    case 'output-unused': {
      const target = block && looseEnds(graph, scene.inference).targetOf.get(block);
      return target ? [wireRepair(graph, block, target, 'wire-into', target)] : [];
    }
    case 'no-input':
      return [{ repair: 'add-input', values: {}, edits: newInput(scene) }];
    case 'no-output':
      return [{ repair: 'add-output', values: {}, edits: newOutput(scene) }];
    case 'port-unknown':
    case 'several-wires':
    case 'wire-end-missing':
      return wire ? [{ repair: 'remove-wire', values: {}, edits: [{ edit: 'remove-wire', id: wire }] }] : [];
    case 'rank-expected':
      return block && Number(found.values.expected) === 2 ? everyStepRepair(graph, block) : [];
    case 'kernel-larger-than-input':
      return block && graph.blocks[block]!.params.padding === 'valid'
        ? [setParam(block, 'padding', 'same', 'set-padding', 'same')]
        : [];
    case 'sequence-too-long':
      return block ? [setParam(block, found.param!, Number(found.values.received), 'set-sequence-length')] : [];
    case 'data-input-missing':
      return block && data ? nameRepairs(graph, block, 'Input', data.features) : [];
    case 'data-target-missing':
      return block && data ? nameRepairs(graph, block, 'Output', data.targets) : [];
    case 'data-input-shape': {
      const feature = block && data ? matchData(graph, data.features, data.targets).inputs.get(block) : undefined;
      return feature ? [setParam(block!, 'shape', feature.shape, 'set-shape', feature.shape.join('×') || '1')] : [];
    }
    case 'data-input-dtype':
      return block ? [setParam(block, 'dtype', String(found.values.expected), 'set-number-type')] : [];
    case 'data-vocabulary':
      return block ? [setParam(block, found.param!, Number(found.values.expected) + 1, 'set-rows')] : [];
    case 'data-classes':
      return block ? unitsRepair(graph, block, Number(found.values.expected)) : [];
    case 'loss-shape': {
      const units = Number(found.values.expected);
      if (!block || !Number.isInteger(units)) return [];
      return String(found.values.received).includes('×')
        ? flattenRepair(graph, block)
        : unitsRepair(graph, block, units);
    }
    case 'loss-logits':
      return block ? [...activationRepair(graph, block, 'linear'), ...logitsRepair(graph, block, false)] : [];
    case 'loss-softmax':
      return block ? logitsRepair(graph, block, false) : [];
    case 'loss-probabilities':
      return block
        ? [...activationRepair(graph, block, String(found.values.activation)), ...logitsRepair(graph, block, true)]
        : [];
    case 'data-loss': {
      const target = block && data ? matchData(graph, data.features, data.targets).targets.get(block) : undefined;
      return target ? [lossRepair(block!, target)] : [];
    }
    default:
      return [];
  }
}

function wireRepair(graph: Graph, from: BlockId, to: BlockId, repair: RepairKey, named: BlockId): Repair {
  return { repair, values: { value: titleOf(graph.blocks[named]!) }, edits: connect(graph, from, to) ?? [] };
}

/** Has the recurrent layer before a block give every step, where the block takes a sequence and gets the last step alone. */
function everyStepRepair(graph: Graph, block: BlockId): readonly Repair[] {
  const source = sourceOf(graph, block);
  if (source === undefined) return [];
  const { params } = graph.blocks[source]!;
  const values = { value: titleOf(graph.blocks[source]!) };
  const every = (edit: { readonly param: string; readonly value: Json }): readonly Repair[] => [
    { repair: 'set-return-sequences', values, edits: [{ edit: 'set-param', id: source, ...edit }] },
  ];
  if (params.returnSequences === false) return every({ param: 'returnSequences', value: true });
  // A layer that reads both ways has it in the layer inside.
  const { layer } = params;
  return typeof layer === 'object' && layer !== null && 'returnSequences' in layer && layer.returnSequences === false
    ? every({ param: 'layer', value: { ...layer, returnSequences: true } })
    : [];
}

/** Names of what the data has and no other block of that type is named after. */
function nameRepairs(
  graph: Graph,
  id: BlockId,
  type: string,
  offers: readonly { readonly name: string }[],
): readonly Repair[] {
  const taken = new Set(Object.values(graph.blocks).flatMap((block) => (block.type === type ? [block.name] : [])));
  return offers
    .filter(({ name }) => !taken.has(name))
    .map(({ name }) => ({ repair: 'set-name', values: { value: name }, edits: [{ edit: 'set-name', id, name }] }));
}

/** An Input, wired into the one layer that waits for something, if it takes what a new Input gives. */
function newInput({ graph, inference }: Scene): readonly Edit[] {
  const id = freshId(graph.blocks, 'Input');
  const block = newBlock('Input');
  const spec = inputBlock.infer(block.params as Parameters<typeof inputBlock.infer>[0], []);
  const [layer, ...others] = looseEnds(graph, inference).hungry.filter(
    (hungry) => graph.blocks[hungry]!.type !== 'Output',
  );
  const fits = layer !== undefined && others.length === 0 && !isProblem(spec) && takerOf(graph, layer)(spec, 'Input');
  return [{ edit: 'add-block', id, block }, ...(fits ? [addWire(graph, id, layer)] : [])];
}

/** An Output, wired to the one layer whose output goes nowhere and belongs to no other block. */
function newOutput({ graph, inference }: Scene): readonly Edit[] {
  const id = freshId(graph.blocks, 'Output');
  const { free, targetOf } = looseEnds(graph, inference);
  const [source, ...others] = free.filter((end) => graph.blocks[end]!.type !== 'Input');
  const fits = source !== undefined && others.length === 0 && !targetOf.has(source);
  return [{ edit: 'add-block', id, block: newBlock('Output') }, ...(fits ? [addWire(graph, source, id)] : [])];
}

function addWire(graph: Graph, from: BlockId, to: BlockId): Edit {
  const wire = { from: { block: from, port: 'output' }, to: { block: to, port: 'input' } };
  return { edit: 'add-wire', id: freshId(graph.wires, 'wire'), wire };
}

/** Puts a Flatten before the Dense that leads to an Output. */
function flattenRepair(graph: Graph, output: BlockId): Repair[] {
  const source = sourceOf(graph, output);
  if (source === undefined || graph.blocks[source]!.type !== 'Dense') return [];
  const wire = Object.keys(graph.wires).find((id) => graph.wires[id]!.to.block === source);
  return wire === undefined
    ? []
    : [
        {
          repair: 'insert-flatten',
          values: {},
          edits: insertOnWire(graph, wire, freshId(graph.blocks, 'Flatten'), newBlock('Flatten')),
        },
      ];
}

/** A new block on a wire, as edits; of a group's ports the first are used. */
export function insertOnWire(
  graph: Graph,
  wireId: string,
  id: BlockId,
  block: Block,
  graphs: ModelDocument['graphs'] = {},
): readonly Edit[] {
  const wire = graph.wires[wireId];
  const [input] = inputPortsAt(graphs, block);
  const [output] = outputPorts(graphs, block);
  if (!wire || input === undefined || output === undefined) return [];
  const [first, second] = [
    freshId(graph.wires, 'wire'),
    freshId({ ...graph.wires, [freshId(graph.wires, 'wire')]: wire }, 'wire'),
  ];
  return [
    { edit: 'add-block', id, block },
    { edit: 'remove-wire', id: wireId },
    { edit: 'add-wire', id: first, wire: { from: wire.from, to: { block: id, port: input } } },
    { edit: 'add-wire', id: second, wire: { from: { block: id, port: output }, to: wire.to } },
  ];
}

function setParam(
  id: BlockId,
  param: string,
  value: Json,
  repair: RepairKey,
  shown: string | number = String(value),
): Repair {
  return { repair, values: { value: shown }, edits: [{ edit: 'set-param', id, param, value }] };
}

/** The block wired into another, where that has one input. */
function sourceOf(graph: Graph, output: BlockId): BlockId | undefined {
  return Object.values(graph.wires).find(({ to }) => to.block === output)?.from.block;
}

/** Blocks that give as many numbers as they take, and so hide nothing of the Dense before them. */
const passing: readonly string[] = [
  'Activation',
  'ActivityRegularization',
  'Dropout',
  'ELU',
  'GaussianNoise',
  'LeakyReLU',
  'PReLU',
  'ReLU',
  'Rescaling',
  'Softmax',
];

/** Sets the units of the Dense before an Output, behind blocks that pass its numbers on if need be. */
function unitsRepair(graph: Graph, output: BlockId, units: number): Repair[] {
  for (let id = sourceOf(graph, output); id !== undefined; id = sourceOf(graph, id)) {
    const { type } = graph.blocks[id]!;
    if (type === 'Dense') return [setParam(id, 'units', units, 'set-units')];
    if (!passing.includes(type)) return [];
  }
  return [];
}

function activationRepair(graph: Graph, output: BlockId, activation: string): Repair[] {
  const source = sourceOf(graph, output);
  if (source === undefined) return [];
  const { param, value } = activationEdit(graph.blocks[source]!, activation);
  return [setParam(source, param, value, 'set-activation', activation)];
}

function logitsRepair(graph: Graph, output: BlockId, fromLogits: boolean): Repair[] {
  const loss = graph.blocks[output]!.params.loss as unknown as ComponentValue;
  const repair = fromLogits ? 'set-from-logits' : 'set-not-from-logits';
  return [setParam(output, 'loss', { ...loss, fromLogits }, repair)];
}

/** The usual loss for a target, every setting at its default. */
function lossRepair(output: BlockId, { classes }: Target): Repair {
  const type =
    classes === null
      ? 'MeanSquaredError'
      : classes.length === 2
        ? 'BinaryCrossentropy'
        : 'SparseCategoricalCrossentropy';
  const loss = losses.find((candidate) => candidate.type === type)!;
  return setParam(output, 'loss', componentValue(loss) as unknown as ComponentValue, 'set-loss', type);
}
