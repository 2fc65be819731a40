import { createContext } from 'react';
import type { TensorSpec } from '../../shared/blocks/define-block.ts';
import { findBlock } from '../../shared/blocks/index.ts';
import type { BlockId, Graph } from '../../shared/graph/document.ts';
import { connect } from '../../shared/graph/edits.ts';
import type { Inference } from '../../shared/graph/infer.ts';
import { describeProblem, isProblem, showShape } from '../../shared/messages/problem.ts';
import { freeInput, shownInputs } from '../commands/ports.ts';
import { text } from '../messages/text.ts';

/** What a port says to the wire that is being drawn. */
export type Verdict =
  | { readonly fits: true }
  /** The wire can be drawn and would be a problem. */
  | { readonly fits: false; readonly possible: true; readonly reason: string }
  /** No wire can be there. */
  | { readonly fits: false; readonly possible: false; readonly reason: string };

/** The wire being drawn: where it begins, and what each port at its other end says. */
export interface Wiring {
  readonly block: BlockId;
  readonly from: 'output' | 'input';
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** The wire being drawn, for the ports of all cards; null when none is. */
export const WiringContext = createContext<Wiring | null>(null);

/** The name of a port among all: `conv2d-1 input`. */
export function portKey(block: BlockId, port: string): string {
  return `${block} ${port}`;
}

/** What each port says to a wire from a block's output. */
export function verdictsFrom(graph: Graph, inference: Inference, source: BlockId): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const id of Object.keys(graph.blocks)) {
    for (const port of shownInputs(graph, id))
      verdicts.set(portKey(id, port), verdict(graph, inference, source, id, port));
  }
  return verdicts;
}

/** What each output says to a wire into a block's input. */
export function verdictsInto(
  graph: Graph,
  inference: Inference,
  target: BlockId,
  port: string,
): ReadonlyMap<string, Verdict> {
  return new Map(
    Object.keys(graph.blocks)
      .filter((id) => findBlock(graph.blocks[id]!.type)?.output)
      .map((id) => [portKey(id, 'output'), verdict(graph, inference, id, target, port)]),
  );
}

function verdict(graph: Graph, inference: Inference, source: BlockId, target: BlockId, port: string): Verdict {
  if (source === target) return { fits: false, possible: false, reason: text('canvas.wireToItself') };
  if (connect(graph, source, target, port) === null) {
    return { fits: false, possible: false, reason: text('canvas.wireLeadsBack') };
  }
  const given = inference.facts.get(source)?.output;
  const reason = given ? misfit(graph.blocks[target]!.type, graph.blocks[target]!.params, given) : null;
  return reason === null ? { fits: true } : { fits: false, possible: true, reason };
}

/** Why a block of a type does not take something, in words; null if it does, or that cannot be told. */
export function misfit(type: string, params: Readonly<Record<string, unknown>>, given: TensorSpec): string | null {
  const definition = findBlock(type);
  if (definition?.inputs !== 'one') return null;
  try {
    const result = definition.infer(params as never, [given]);
    return isProblem(result) ? describeProblem(result) : null;
  } catch {
    // Params that are not sound are a problem of their own, told elsewhere.
    return null;
  }
}

/** The free or only input that a wire dropped anywhere on a card goes to; null if the card has none. */
export function inputForDrop(graph: Graph, target: BlockId): string | null {
  return freeInput(graph, target) ?? shownInputs(graph, target)[0] ?? null;
}

/** What a block gives, in words. */
export function givenText(spec: TensorSpec): string {
  return showShape(spec.shape);
}
