import type { Feature, Target } from '../data/dataset.ts';
import { phrases } from '../messages/phrases.ts';
import { problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import type { BlockId, Graph } from './document.ts';
import type { Problem } from './infer.ts';

/** Which part of the data feeds which Input, and which answers which Output. */
export interface Match {
  readonly inputs: ReadonlyMap<BlockId, Feature>;
  readonly targets: ReadonlyMap<BlockId, Target>;
  readonly problems: readonly Problem[];
}

/**
 * An Input or Output with the name of a feature or target gets that one; a single one gets the single one whatever their names.
 */
export function matchData(graph: Graph, features: readonly Feature[], targets: readonly Target[]): Match {
  const problems: Problem[] = [];
  const missing = (block: BlockId, key: 'data-input-missing' | 'data-target-missing', names: readonly string[]) =>
    problems.push({
      ...problem(key, {
        name: graph.blocks[block]!.name || say(phrases['no-name']),
        expected: names.join(', ') || say(phrases['none-in-data']),
      }),
      severity: 'error',
      block,
    });
  const pick = <T extends { readonly name: string }>(
    type: string,
    offers: readonly T[],
    key: 'data-input-missing' | 'data-target-missing',
  ) => {
    const found = new Map<BlockId, T>();
    const ids = Object.keys(graph.blocks).filter((id) => graph.blocks[id]!.type === type);
    for (const id of ids.sort()) {
      const named = offers.find(({ name }) => name === graph.blocks[id]!.name);
      const offer = named ?? (ids.length === 1 && offers.length === 1 ? offers[0] : undefined);
      if (offer) found.set(id, offer);
      else
        missing(
          id,
          key,
          offers.map(({ name }) => name),
        );
    }
    return found;
  };
  const inputs = pick('Input', features, 'data-input-missing');
  const outputs = pick('Output', targets, 'data-target-missing');
  return { inputs, targets: outputs, problems };
}
