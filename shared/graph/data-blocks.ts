import type { ComponentValue, Json } from '../blocks/params.ts';
import type { Block, Graph } from './document.ts';
import { newBlock } from './edits.ts';
import { matchData } from './match.ts';
import type { DataFacts } from './problems.ts';
import { usualLoss } from './repairs.ts';

/** Blocks that a graph lacks for what a dataset gives and asks for. */
export interface DataBlocks {
  readonly inputs: readonly Block[];
  readonly outputs: readonly Block[];
}

/**
 * An Input for each feature and an Output for each target that none in a graph stands for, with the shape, number type, loss and name that
 * fit. An Input or Output that fits nothing yet counts as one: it has a repair, which gives it a name of the data.
 */
export function blocksForData(graph: Graph, { features, targets }: DataFacts): DataBlocks {
  const match = matchData(graph, features, targets);
  const names = new Set(Object.values(graph.blocks).map(({ name }) => name));
  const lacking = <Offer extends { readonly name: string }>(
    type: string,
    offers: readonly Offer[],
    matched: ReadonlyMap<string, Offer>,
  ) => {
    const taken = new Set(matched.values());
    const unmatched = Object.keys(graph.blocks).filter((id) => graph.blocks[id]!.type === type && !matched.has(id));
    return offers.filter((offer) => !taken.has(offer)).slice(unmatched.length);
  };
  // A name that a layer has already would be refused; a single Input or Output needs none.
  const named = (name: string) => (names.has(name) ? '' : name);
  return {
    inputs: lacking('Input', features, match.inputs).map(({ name, shape, dtype }) =>
      newBlock('Input', { shape: shape as Json, dtype }, named(name)),
    ),
    outputs: lacking('Output', targets, match.targets).map((target) =>
      newBlock('Output', { loss: usualLoss(target) as unknown as ComponentValue }, named(target.name)),
    ),
  };
}
