import type { TensorSpec } from '../blocks/define-block.ts';
import { type AnyBlock, findBlock } from '../blocks/index.ts';
import { isProblem } from '../messages/problem.ts';
import type { BlockId, Graph } from './document.ts';
import { reaches } from './edits.ts';
import { flowOf } from './flow.ts';
import type { Inference } from './infer.ts';

/** What could be wired and is not. */
export interface LooseEnds {
  /** Blocks whose output is known and feeds nothing, in order of flow. */
  readonly free: readonly BlockId[];
  /** Blocks of one input with nothing wired into it and nothing else wrong, in order of flow. */
  readonly hungry: readonly BlockId[];
  /** For a hungry block, the one free output that can be meant; only where that output can be meant for no other block. */
  readonly sourceOf: ReadonlyMap<BlockId, BlockId>;
  /** The same the other way round. */
  readonly targetOf: ReadonlyMap<BlockId, BlockId>;
}

const known = new WeakMap<Inference, LooseEnds>();

/** The loose ends of a graph, from what is known of it, and which of them plainly belong together. */
export function looseEnds(graph: Graph, inference: Inference): LooseEnds {
  const before = known.get(inference);
  if (before) return before;
  const { facts, problems, order } = inference;
  const { outgoing } = flowOf(graph);
  const free = order.filter((id) => facts.get(id)?.output && !outgoing.has(id));
  const wrong = new Set(problems.flatMap(({ problem, block }) => (problem === 'input-missing' ? [] : [block])));
  const hungry = problems.flatMap(({ problem, block }) =>
    problem === 'input-missing' && block && !wrong.has(block) && definitionOf(graph, block).inputs === 'one'
      ? [block]
      : [],
  );
  const fitting = new Map(
    hungry.map((id) => {
      const takes = takerOf(graph, id);
      return [
        id,
        free.filter(
          (source) =>
            takes(facts.get(source)!.output!, graph.blocks[source]!.type) &&
            !(outgoing.has(id) && reaches(graph, id, source)),
        ),
      ] as const;
    }),
  );
  const sourceOf = new Map<BlockId, BlockId>();
  const targetOf = new Map<BlockId, BlockId>();
  // Layers come first: an Output takes almost anything, and stands at the end.
  for (const isEnd of [false, true]) {
    const round = hungry.filter((id) => (graph.blocks[id]!.type === 'Output') === isEnd);
    const wanted = new Map<BlockId, number>();
    for (const id of round) for (const source of fitting.get(id)!) wanted.set(source, (wanted.get(source) ?? 0) + 1);
    for (const id of round) {
      const [source, ...others] = fitting.get(id)!;
      if (source === undefined || others.length > 0 || wanted.get(source) !== 1 || targetOf.has(source)) continue;
      sourceOf.set(id, source);
      targetOf.set(source, id);
    }
  }
  const found = { free, hungry, sourceOf, targetOf };
  known.set(inference, found);
  return found;
}

function definitionOf(graph: Graph, id: BlockId): AnyBlock {
  return findBlock(graph.blocks[id]!.type)!;
}

/** Whether a block takes a spec, asked once for each; an Input straight into an Output is no network. */
export function takerOf(graph: Graph, id: BlockId): (spec: TensorSpec, from: string) => boolean {
  const definition = definitionOf(graph, id);
  const params = graph.blocks[id]!.params as Parameters<AnyBlock['infer']>[0];
  const answers = new Map<string, boolean>();
  return (spec, from) => {
    if (from === 'Input' && definition.type === 'Output') return false;
    const key = `${spec.dtype} ${spec.shape.join()}`;
    const known = answers.get(key) ?? !isProblem(definition.infer(params, [spec]));
    answers.set(key, known);
    return known;
  };
}
