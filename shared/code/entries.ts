import type { BlockId, ModelDocument } from '../graph/document.ts';
import { expand } from '../graph/expand.ts';
import { titleOf } from '../graph/infer.ts';
import { describeProblem } from '../messages/problem.ts';
import type { KerasGraph, KerasNode } from './keras-graph.ts';

/** A block in source code, in order of flow: a layer, or what stands in place of one that is not whole. */
export type Entry =
  | { readonly kind: 'node'; readonly node: KerasNode }
  | { readonly kind: 'broken'; readonly block: BlockId; readonly comments: readonly string[] };

/** All blocks as source code has them: those in order of flow, and then those of which there is no order. */
export function entriesOf(model: ModelDocument, graph: KerasGraph): readonly Entry[] {
  const nodes = new Map(graph.nodes.map((node) => [node.block, node]));
  const outputs = new Set(graph.outputs.map(({ block }) => block));
  const { order } = graph.inference;
  const ordered = new Set(order);
  const broken = (block: BlockId): Entry => ({ kind: 'broken', block, comments: brokenComments(model, graph, block) });
  return [
    ...order.flatMap((id): readonly Entry[] => {
      const node = nodes.get(id);
      if (node) return [{ kind: 'node', node }];
      return outputs.has(id) ? [] : [broken(id)];
    }),
    ...Object.keys(expand(model).graph.blocks)
      .filter((id) => !ordered.has(id))
      .map(broken),
  ];
}

/** What follows from a block that is not whole. */
export const waits = 'It follows from the blocks before it, which are not whole yet.';

/** The problems of a block without facts, or that it waits for the blocks before it; each with the block's title. */
export function brokenComments(
  model: ModelDocument,
  { inference }: Pick<KerasGraph, 'inference'>,
  id: BlockId,
): readonly string[] {
  const title = titleOf(expand(model).graph.blocks[id]!);
  const problems = inference.problems.filter(({ block }) => block === id).map((problem) => describeProblem(problem));
  return (problems.length > 0 ? problems : [waits]).map((text) => `${title}: ${text}`);
}
