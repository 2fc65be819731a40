import type { TensorSpec } from '../blocks/define-block.ts';
import { group, groupInput, groupOutput } from '../blocks/group.ts';
import { findBlock } from '../blocks/index.ts';
import type { ParamSpecs, ParamValues } from '../blocks/params.ts';
import type { Block, BlockId, ModelDocument } from './document.ts';
import { type Expansion, expand, type Level, portsOfGraph } from './expand.ts';
import { flowOf } from './flow.ts';
import { type BlockFacts, type Inference, outputAt, type Problem } from './infer.ts';

/** The graph inside these groups, from the outermost in; null where a group is none, or holds nothing. */
export function levelOf(model: ModelDocument, path: readonly BlockId[]): Level | null {
  return expand(model).levels.get(path.join('/')) ?? null;
}

/** The block that a problem is about; undefined where it is about none. */
export function blockOf(
  model: ModelDocument,
  { path = [], block }: Pick<Problem, 'path' | 'block'>,
): Block | undefined {
  return block === undefined ? undefined : levelOf(model, path)?.graph.blocks[block];
}

/** Where a problem is, for people: the groups around its block and the block's own name; empty for a block without name in the main graph. */
export function whereOf(model: ModelDocument, found: Pick<Problem, 'path' | 'block'>): string {
  const { path = [] } = found;
  const groups = path.map((id, depth) => {
    const block = levelOf(model, path.slice(0, depth))?.graph.blocks[id];
    return block?.name || id;
  });
  return [...groups, blockOf(model, found)?.name ?? ''].filter(Boolean).join(' › ');
}

/** The groups of a path as far as there are such groups. */
export function soundPath(model: ModelDocument, path: readonly BlockId[]): readonly BlockId[] {
  const { levels } = expand(model);
  let length = path.length;
  while (length > 0 && !levels.has(path.slice(0, length).join('/'))) length--;
  return length === path.length ? path : path.slice(0, length);
}

/**
 * Problems of a written-out graph with their places in the document. Copies of a group say the same once, at their common place.
 */
export function located({ places }: Expansion, problems: readonly Problem[]): readonly Problem[] {
  if (places.size === 0) return problems;
  const said = new Set<string>();
  return problems.flatMap((found) => {
    const place = found.block === undefined ? undefined : places.get(found.block);
    if (!place || found.block === undefined) return [found];
    const prefix = found.block.slice(0, found.block.length - place.block.length);
    const wire = found.wire?.startsWith(prefix) ? found.wire.slice(prefix.length) : found.wire;
    const here: Problem = {
      ...found,
      ...(place.path.length > 0 && { path: place.path }),
      block: place.block,
      ...(wire !== undefined && { wire }),
    };
    const key = JSON.stringify([here.path, here.block, here.wire, here.problem, here.param]);
    if (said.has(key)) return [];
    said.add(key);
    return [here];
  });
}

/** A problem as it shows at a level: at the block it is about, or at the group that the block is in; null where it is elsewhere. */
export function problemAt(found: Problem, path: readonly BlockId[]): Problem | null {
  const own = found.path ?? [];
  if (!path.every((id, depth) => own[depth] === id)) return null;
  if (own.length === path.length) return found;
  const { wire: _inside, param: _ofInside, ...rest } = found;
  return { ...rest, block: own[path.length]! };
}

const levels = new WeakMap<Inference, Map<Level, Inference>>();

/**
 * What is known of the blocks of one level, from what is known of the model written out: its groups with the sum of all that they hold,
 * and its ports with what is wired into them. Where groups are repeated it is the first copy that is looked into.
 */
export function inferenceAt(model: ModelDocument, inference: Inference, level: Level): Inference {
  const expansion = expand(model);
  if (expansion.places.size === 0) return inference;
  const known = levels.get(inference) ?? new Map<Level, Inference>();
  levels.set(inference, known);
  const found = known.get(level) ?? readLevel(expansion, inference, level);
  known.set(level, found);
  return found;
}

function readLevel(expansion: Expansion, inference: Inference, level: Level): Inference {
  const { graph, prefix, ports, path } = level;
  const { ids, incoming } = flowOf(graph);
  const sums = sumsOf(inference, prefix);
  const facts = new Map<BlockId, BlockFacts>();
  const specOf = (port: string): TensorSpec | undefined => {
    const end = expansion.ends.get(port);
    return end ? outputAt(inference.facts.get(end.block), end.port) : undefined;
  };
  for (const id of ids) {
    const block = graph.blocks[id]!;
    const own = inference.facts.get(prefix + id);
    if (own) {
      facts.set(id, own);
      continue;
    }
    const inner = expansion.levels.get([...path, id].join('/'));
    const isPort = path.length > 0 && (block.type === groupInput.type || block.type === groupOutput.type);
    if (!inner && !isPort) continue;
    const definition = findBlock(block.type)!;
    const given = (incoming.get(id) ?? []).map(({ wire }) => outputAt(facts.get(wire.from.block), wire.from.port));
    const inputs = given.filter((spec) => spec !== undefined);
    const params = block.params as ParamValues<ParamSpecs>;
    const nothing = { definition, params, inputs, weights: [], parameters: 0, multiplyAdds: 0 };
    if (inner) {
      const outputs = new Map<string, TensorSpec>();
      for (const port of portsOfGraph(inner.graph).outputs) {
        const spec = specOf(inner.ports + port);
        if (spec) outputs.set(port, spec);
      }
      const [output = null] = outputs.values();
      facts.set(id, { ...nothing, ...sums.get(id), output, outputs });
    } else {
      const output = block.type === groupInput.type ? specOf(ports + id) : inputs[0];
      if (output) facts.set(id, { ...nothing, output });
    }
  }
  const problems = located(expansion, inference.problems)
    .map((found) => problemAt(found, path))
    .filter((found) => found !== null);
  let parameters = 0;
  for (const each of facts.values()) parameters += each.parameters;
  return { order: ids, facts, problems, parameters };
}

/** Parameters and multiply-adds of all that the groups of a level hold. */
function sumsOf(
  { facts }: Inference,
  prefix: string,
): ReadonlyMap<BlockId, Pick<BlockFacts, 'parameters' | 'multiplyAdds'>> {
  const sums = new Map<BlockId, { parameters: number; multiplyAdds: number }>();
  for (const [written, { parameters, multiplyAdds }] of facts) {
    if (!written.startsWith(prefix)) continue;
    const end = written.indexOf('/', prefix.length);
    if (end < 0) continue;
    const id = written.slice(prefix.length, end);
    const sum = sums.get(id) ?? { parameters: 0, multiplyAdds: 0 };
    sums.set(id, { parameters: sum.parameters + parameters, multiplyAdds: sum.multiplyAdds + multiplyAdds });
  }
  return sums;
}

/** Whether a block is a group. */
export function isGroup({ type }: { readonly type: string }): boolean {
  return type === group.type;
}
