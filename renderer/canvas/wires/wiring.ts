import { createContext } from 'react';
import type { TensorSpec } from '../../../shared/blocks/define-block.ts';
import { type AnyBlock, findBlock } from '../../../shared/blocks/index.ts';
import type { BlockId, Graph, WireId } from '../../../shared/graph/document.ts';
import { applyEdits, connect, type Edit } from '../../../shared/graph/edits.ts';
import { type End, outputPorts } from '../../../shared/graph/expand.ts';
import { flowOf } from '../../../shared/graph/flow.ts';
import { type Inference, inputPorts, outputAt } from '../../../shared/graph/infer.ts';
import { isGroup, problemAt } from '../../../shared/graph/level.ts';
import { findProblems } from '../../../shared/graph/problems.ts';
import { describeProblem, isProblem, problemSentence, shapeWords } from '../../../shared/messages/problem.ts';
import type { Words } from '../../../shared/messages/sentence.ts';
import { freeInput, shownInputs } from '../../commands/ports.ts';
import { inWords, sentence } from '../../messages/text.ts';
import type { Scene } from '../../store/derived.ts';
import { isUnfinished } from '../../store/unfinished.ts';

/** What a port says to the wire that is being drawn. */
export type Verdict =
  | { readonly fits: true }
  /** The wire can be drawn and would be a problem. */
  | { readonly fits: false; readonly possible: true; readonly reason: Words }
  /** No wire can be there. */
  | { readonly fits: false; readonly possible: false; readonly reason: Words };

/** The wire being drawn: where it begins, and what each port at its other end says. */
export interface Wiring {
  readonly block: BlockId;
  readonly port: string;
  readonly from: 'output' | 'input';
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** The wire being drawn, for the ports of all cards; null when none is. */
export const WiringContext = createContext<Wiring | null>(null);

/** The name of a port among all: `conv2d-1 input`. */
export function portKey(block: BlockId, port: string): string {
  return `${block} ${port}`;
}

/** What each port says to a wire from a block's output. `moved` is the wire whose end is taken elsewhere, if it is one. */
export function verdictsFrom(scene: Scene, from: End, moved: WireId | null = null): ReadonlyMap<string, Verdict> {
  const { model, graph } = scene;
  const verdicts = new Map<string, Verdict>();
  for (const id of Object.keys(graph.blocks)) {
    for (const port of shownInputs(model.graphs, graph, id))
      verdicts.set(portKey(id, port), verdict(scene, from, { block: id, port }, moved));
  }
  return verdicts;
}

/** What each output says to a wire into a block's input. */
export function verdictsInto(scene: Scene, to: End, moved: WireId | null = null): ReadonlyMap<string, Verdict> {
  const { model, graph } = scene;
  return new Map(
    Object.entries(graph.blocks).flatMap(([id, block]) =>
      outputPorts(model.graphs, block).map((port) => [
        portKey(id, port),
        verdict(scene, { block: id, port }, to, moved),
      ]),
    ),
  );
}

/** What the port at one end says to a wire from the other. */
export function verdict(scene: Scene, from: End, { block: target, port }: End, moved: WireId | null): Verdict {
  const { model, graph, inference } = scene;
  if (from.block === target) return { fits: false, possible: false, reason: sentence('canvas.wireToItself') };
  const edits = connect(graph, from.block, target, port, { graphs: model.graphs, output: from.port });
  if (edits === null) return { fits: false, possible: false, reason: sentence('canvas.wireLeadsBack') };
  const given = outputAt(inference.facts.get(from.block), from.port);
  if (!given) return { fits: true };
  if (isGroup(graph.blocks[target]!)) {
    const reason = misfitInside(scene, target, edits, moved);
    // A block between, or one inside, may make it fit.
    return reason === null ? { fits: true } : { fits: false, possible: true, reason };
  }
  const { type, params } = graph.blocks[target]!;
  if (findBlock(type)?.inputs === 'one') {
    const reason = misfit(type, params, [{ port, spec: given }]);
    // A param of the block, or a block between, may make it fit.
    return reason === null ? { fits: true } : { fits: false, possible: true, reason };
  }
  const isBeside = (id: WireId) => id !== moved && graph.wires[id]!.to.port !== port;
  const reason = misfit(type, params, [...givenTo(graph, inference, target, isBeside), { port, spec: given }]);
  return reason === null ? { fits: true } : { fits: false, possible: false, reason };
}

/** What would be wrong inside a group with a wire into it, and is not wrong without; null for nothing. */
export function misfitInside(
  { model, level, problems }: Pick<Scene, 'model' | 'level' | 'problems'>,
  target: BlockId,
  edits: readonly Edit[],
  moved: WireId | null,
): string | null {
  const removal: readonly Edit[] = moved === null ? [] : [{ edit: 'remove-wire', id: moved }];
  const after = findProblems(applyEdits(model, [...removal, ...edits], level.graphId), null).problems;
  const said = new Set(problems.filter(({ block }) => block === target).map((each) => describeProblem(each)));
  for (const each of after) {
    const here = problemAt(each, level.path);
    if (here?.block !== target || here.severity !== 'error' || isUnfinished(here)) continue;
    const words = describeProblem(here);
    if (!said.has(words)) return words;
  }
  return null;
}

/** What a wire brings to a port. */
export interface Given {
  readonly port: string;
  readonly spec: TensorSpec;
}

/** What some of the wires into a block bring, as far as it is known. */
export function givenTo(
  graph: Graph,
  inference: Inference,
  target: BlockId,
  isMeant: (wire: WireId) => boolean,
): readonly Given[] {
  return (flowOf(graph).incoming.get(target) ?? []).flatMap(({ id, wire }) => {
    const spec = outputAt(inference.facts.get(wire.from.block), wire.from.port);
    return spec && isMeant(id) ? [{ port: wire.to.port, spec }] : [];
  });
}

/**
 * Why a block of a type does not take something, in words, beside what it is given already, which comes first; null if it does, or that
 * cannot be told.
 */
export function misfit(type: string, params: Readonly<Record<string, unknown>>, given: readonly Given[]): Words | null {
  const definition = findBlock(type);
  if (!definition || definition.inputs === 'none' || given.length === 0) return null;
  try {
    const result = definition.infer(params as never, inputsFrom(definition, given));
    return isProblem(result) ? problemSentence(result) : null;
  } catch {
    // Params that are not sound are a problem of their own, told elsewhere.
    return null;
  }
}

/** The inputs of a block with what it is given. What is asked of a single input of several shows where the others are like it. */
function inputsFrom(definition: AnyBlock, given: readonly Given[]): readonly TensorSpec[] {
  const specs = given.map(({ spec }) => spec);
  const first = specs[0]!;
  if (definition.inputs === 'one') return specs;
  if (definition.inputs === 'many') return specs.length === 1 ? [first, first] : specs;
  const ports = inputPorts(
    definition,
    given.map(({ port }) => port),
  );
  return ports.map((port) => given.find((one) => one.port === port)?.spec ?? first);
}

/** The free or only input that a wire dropped anywhere on a card goes to; null if the card has none. */
export function inputForDrop({ model, graph }: Scene, target: BlockId): string | null {
  return freeInput(model.graphs, graph, target) ?? shownInputs(model.graphs, graph, target)[0] ?? null;
}

/** What a block gives, in words. */
export function givenText(spec: TensorSpec): string {
  return inWords(shapeWords(spec.shape));
}
