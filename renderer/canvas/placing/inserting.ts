import type { TensorSpec } from '../../../shared/blocks/define-block.ts';
import { group } from '../../../shared/blocks/group.ts';
import { type AnyBlock, findBlock } from '../../../shared/blocks/index.ts';
import { defaultParams } from '../../../shared/blocks/params.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import { type Edit, freshId, newBlock } from '../../../shared/graph/edits.ts';
import { inputPortsAt, outputPorts } from '../../../shared/graph/expand.ts';
import { inputPorts, outputAt } from '../../../shared/graph/infer.ts';
import { isGroup } from '../../../shared/graph/level.ts';
import { graphOfType } from '../../../shared/graph/own-groups.ts';
import { findReadyMade } from '../../../shared/graph/ready-made.ts';
import { isProblem } from '../../../shared/messages/problem.ts';
import type { OpenEnd } from '../../commands/connect-blocks.ts';
import type { PaletteEntry } from '../../palette/palette-list.ts';
import type { Scene } from '../../store/derived.ts';
import { givenTo, misfit, misfitInside } from '../wires/wiring.ts';

/** Whether what can be placed takes what a port gives, or can give what a port takes; anything does where that is not known. */
export function fitsPort(scene: Scene, { type }: Pick<PaletteEntry, 'type'>, end: OpenEnd): boolean {
  return end.from === 'output' ? takesFrom(scene, type, end) : canGiveTo(scene, type, end);
}

/** Those of a list that fit a port. */
export function fittingPort<Entry extends Pick<PaletteEntry, 'type'>>(
  scene: Scene,
  entries: readonly Entry[],
  end: OpenEnd,
): readonly Entry[] {
  return entries.filter((entry) => fitsPort(scene, entry, end));
}

function takesFrom(scene: Scene, type: string, { block, port }: OpenEnd): boolean {
  const given = outputAt(scene.inference.facts.get(block), port);
  const definition = findBlock(type);
  if (!definition) return groupTakes(scene, type, { block, port }, given);
  const [input] = inputPorts(definition);
  if (input === undefined) return false;
  // A port of a group takes whatever is wired into it.
  if (definition.category === 'structure') return true;
  return !given || misfit(type, defaultParams(definition.params), [{ port: input, spec: given }]) === null;
}

/** Whether all is well inside a group that a port feeds. */
function groupTakes(scene: Scene, type: string, from: { block: BlockId; port: string }, given?: TensorSpec): boolean {
  const { model, graph, level } = scene;
  const made = findReadyMade(type);
  const held = graphOfType(type) ?? freshId(model.graphs, 'graph');
  const graphs = made ? { ...model.graphs, [held]: made.make(given?.shape.at(-1) ?? 1) } : model.graphs;
  const id = freshId(graph.blocks, group.type);
  const block = newBlock(group.type, { graph: held });
  const [input] = inputPortsAt(graphs, block);
  if (input === undefined) return false;
  if (!given) return true;
  const edits: readonly Edit[] = [
    { edit: 'add-block', id, block },
    { edit: 'add-wire', id: freshId(graph.wires, 'wire'), wire: { from, to: { block: id, port: input } } },
  ];
  return misfitInside({ model: { ...model, graphs }, level, problems: [] }, id, edits, null) === null;
}

/** What may come into a block, to see what can come out: numbers and whole numbers in any usual number of dimensions. */
const samples: readonly TensorSpec[] = [
  ...[1, 2, 3].map((rank): TensorSpec => ({ shape: Array(rank).fill(64), dtype: 'float32', masked: false })),
  { shape: [64], dtype: 'int32', masked: false },
];

/** What a type gives for the samples that it takes, its params at their defaults. */
function givenBySamples(definition: AnyBlock): readonly TensorSpec[] {
  const params = defaultParams(definition.params) as Parameters<AnyBlock['infer']>[0];
  const needed = definition.inputs === 'many' ? 2 : inputPorts(definition).length;
  const tried = definition.inputs === 'none' ? [[]] : samples.map((sample) => Array<TensorSpec>(needed).fill(sample));
  return tried.flatMap((inputs) => {
    const given = definition.infer(params, inputs);
    return isProblem(given) ? [] : [given];
  });
}

function canGiveTo({ model, graph, inference }: Scene, type: string, { block: target, port }: OpenEnd): boolean {
  const definition = findBlock(type);
  if (!definition) {
    const held = graphOfType(type);
    return held === undefined || outputPorts(model.graphs, newBlock(group.type, { graph: held })).length > 0;
  }
  if (!definition.output) return false;
  const block = graph.blocks[target]!;
  const taker = findBlock(block.type);
  // What a group takes shows when something is wired into it; a port of a group gives whatever it is given.
  if (!taker || isGroup(block) || definition.category === 'structure') return true;
  if (block.type === 'Output' && definition.inputs === 'none') return false;
  const beside =
    taker.inputs === 'one' ? [] : givenTo(graph, inference, target, (wire) => graph.wires[wire]!.to.port !== port);
  return givenBySamples(definition).some((spec) =>
    beside.length === 0
      ? misfit(block.type, block.params, [{ port, spec }]) === null
      : // Sizes are a matter of what will be wired into it and how it is set; the number of dimensions is not.
        spec.shape.length === beside[0]!.spec.shape.length && spec.dtype === beside[0]!.spec.dtype,
  );
}
