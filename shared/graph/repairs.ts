import { sizeOf } from '../blocks/define-block.ts';
import { input as inputBlock } from '../blocks/input.ts';
import { type ComponentValue, componentValue } from '../blocks/params.ts';
import type { Target } from '../data/dataset.ts';
import { isProblem } from '../messages/problem.ts';
import type { Sentence } from '../messages/sentence.ts';
import { losses } from '../training/losses.ts';
import { activationEdit } from './activation-of.ts';
import type { BlockId, Graph, ModelDocument } from './document.ts';
import { connect, type Edit, freshId, newBlock } from './edits.ts';
import { type Inference, type Problem, titleOf } from './infer.ts';
import { joiningRepairs } from './joining-repairs.ts';
import { inferenceAt, levelOf } from './level.ts';
import { looseEnds, takerOf } from './loose-ends.ts';
import { matchData } from './match.ts';
import type { DataFacts } from './problems.ts';
import {
  bridge,
  denseOf,
  feedsOf,
  type Repair,
  type RepairKey,
  type Scene,
  setParam,
  sourceOf,
} from './repair-edits.ts';
import { shapeRepairs } from './shape-repairs.ts';

export type { Repair };

/** A repair with the graph of the document that its edits are for. */
export interface PlacedRepair extends Repair {
  readonly graphId: string;
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
      return source ? [wireRepair(graph, source, block, 'wire-from', source)] : joiningRepairs(scene, found);
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
      return block ? unitsRepair(scene, block, Number(found.values.expected)) : [];
    case 'loss-shape':
      return block ? targetRepair(scene, block, String(found.values.expected)) : [];
    case 'loss-classes': {
      const classes = block && data ? matchData(graph, data.features, data.targets).targets.get(block)?.classes : null;
      if (!block) return [];
      // What of two classes gives one score, has a loss of its own.
      const two = String(found.values.received) === '1' && (classes?.length ?? 2) === 2;
      return [...(two ? [lossOfTwo(graph, block)] : []), ...unitsRepair(scene, block, classes?.length ?? 2)];
    }
    case 'name-taken':
      return block ? [freeName(graph, block)] : [];
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
    default: {
      const featureOf = (id: BlockId) =>
        data ? matchData(graph, data.features, data.targets).inputs.get(id) : undefined;
      return [...shapeRepairs(scene, found, featureOf), ...joiningRepairs(scene, found)];
    }
  }
}

function wireRepair(graph: Graph, from: BlockId, to: BlockId, repair: RepairKey, named: BlockId): Repair {
  return { repair, values: { value: titleOf(graph.blocks[named]!) }, edits: connect(graph, from, to) ?? [] };
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

/** Sets the units of the Dense before an Output, behind blocks that pass its numbers on if need be; else puts a Dense before the Output. */
function unitsRepair(scene: Scene, output: BlockId, units: number): readonly Repair[] {
  const { graph } = scene;
  for (let id = sourceOf(graph, output); id !== undefined; id = sourceOf(graph, id)) {
    const { type } = graph.blocks[id]!;
    if (type === 'Dense') return [setParam(id, 'units', units, 'set-units')];
    if (!passing.includes(type)) break;
  }
  const [feed] = feedsOf(scene, output);
  if (feed?.spec?.dtype !== 'float32') return [];
  return feed.spec.shape.length > 1
    ? bridge(scene, output, feed, [newBlock('Flatten'), denseOf(units)], 'insert-flatten-dense', units)
    : bridge(scene, output, feed, [denseOf(units)], 'insert-dense', units);
}

/** Brings what reaches an Output to the shape of its target, which is written as shapes are: as many numbers in a row. */
function targetRepair(scene: Scene, output: BlockId, target: string): readonly Repair[] {
  const { graph } = scene;
  const wanted = target.split('×').reduce((product, size) => product * Number(size), 1);
  const [feed] = feedsOf(scene, output);
  const shape = feed?.spec?.shape;
  if (!feed || !shape || !Number.isInteger(wanted)) return [];
  if (shape.length <= 1) return unitsRepair(scene, output, wanted);
  // The numbers of a picture or a sequence that is right as it is, in a row.
  if (sizeOf(shape) === wanted) return bridge(scene, output, feed, [newBlock('Flatten')], 'insert-flatten');
  const [before] = graph.blocks[feed.source]!.type === 'Dense' ? feedsOf(scene, feed.source) : [];
  const flat = before ? bridge(scene, feed.source, before, [newBlock('Flatten')], 'insert-flatten') : [];
  return flat.length > 0 ? flat : unitsRepair(scene, output, wanted);
}

/** A name like the one that is taken, with a number. */
function freeName(graph: Graph, id: BlockId): Repair {
  const names = new Set(Object.values(graph.blocks).map(({ name }) => name));
  const stem = graph.blocks[id]!.name.replace(/_\d+$/, '');
  let number = 2;
  while (names.has(`${stem}_${number}`)) number++;
  const name = `${stem}_${number}`;
  return { repair: 'set-name', values: { value: name }, edits: [{ edit: 'set-name', id, name }] };
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

/** The loss for one score of two classes; scores stay scores. */
function lossOfTwo(graph: Graph, output: BlockId): Repair {
  const type = 'BinaryCrossentropy';
  const value = componentValue(losses.find((candidate) => candidate.type === type)!) as unknown as ComponentValue;
  const before = graph.blocks[output]!.params.loss as unknown as ComponentValue;
  return setParam(output, 'loss', { ...value, fromLogits: before.fromLogits === true }, 'set-loss', type);
}

/** Gives an Output the usual loss for its target. */
function lossRepair(output: BlockId, target: Target): Repair {
  const value = usualLoss(target);
  return setParam(output, 'loss', value, 'set-loss', value.type);
}

/** The usual loss for a target, every setting at its default. */
export function usualLoss({ classes }: Pick<Target, 'classes'>): ComponentValue {
  const type =
    classes === null
      ? 'MeanSquaredError'
      : classes.length === 2
        ? 'BinaryCrossentropy'
        : 'SparseCategoricalCrossentropy';
  return componentValue(losses.find((candidate) => candidate.type === type)!) as unknown as ComponentValue;
}
