import type { TensorSpec, WeightSpec } from '../../../shared/blocks/define-block.ts';
import type { AnyBlock } from '../../../shared/blocks/index.ts';
import type { ComponentValue, ParamSpecs, ParamValues } from '../../../shared/blocks/params.ts';
import type { Block, BlockId, Graph, ModelDocument } from '../../../shared/graph/document.ts';
import { expand } from '../../../shared/graph/expand.ts';
import { type BlockFacts, type Inference, inputPorts, type Problem, titleOf } from '../../../shared/graph/infer.ts';
import { whereOf } from '../../../shared/graph/level.ts';
import { findProblems } from '../../../shared/graph/problems.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { problemSentence } from '../../../shared/messages/problem.ts';
import { inLines, type Sentence, say } from '../../../shared/messages/sentence.ts';

/** A weight of the model: `blockId/weightName`. */
export type WeightId = string;

/** Where data enters. */
export interface ProgramInput {
  readonly block: BlockId;
  /** Unique among the inputs. */
  readonly name: string;
  readonly spec: TensorSpec;
}

/** Where the network answers. */
export interface ProgramOutput {
  readonly block: BlockId;
  /** Unique among the outputs; what its logs and predictions are called. */
  readonly name: string;
  /** The input or call whose value it takes. */
  readonly source: BlockId;
  readonly spec: TensorSpec;
  readonly loss: ComponentValue;
  readonly lossWeight: number;
  readonly metrics: readonly ComponentValue[];
}

/** A weight with its place in the model. */
export interface ProgramWeight {
  readonly id: WeightId;
  readonly block: BlockId;
  readonly spec: WeightSpec;
}

/** One block to compute. */
export interface Call {
  readonly block: BlockId;
  readonly definition: AnyBlock;
  readonly params: ParamValues<ParamSpecs>;
  /** The inputs and calls whose values it takes, in port order. */
  readonly sources: readonly BlockId[];
  readonly weights: readonly { readonly name: string; readonly id: WeightId }[];
  readonly spec: TensorSpec;
  /** Blocks whose values nothing needs after this call. */
  readonly lastUseOf: readonly BlockId[];
}

/** A model ready to compute: what leads to its Outputs, in order. Plain data, no tensors. */
export interface Program {
  readonly inputs: readonly ProgramInput[];
  readonly outputs: readonly ProgramOutput[];
  readonly calls: readonly Call[];
  /** In the order of the calls, each block's in Keras's order. */
  readonly weights: readonly ProgramWeight[];
  /** What one row costs on its way through. */
  readonly work: Work;
}

/** Arithmetic, in multiplications with an addition each. */
export interface Work {
  readonly multiplyAdds: number;
  /** Those of the largest layer. */
  readonly largest: number;
}

/** Turns a model into a program. Throws a UserError that lists what is in the way. Blocks that lead to no Output are left out. */
export function compileProgram(model: ModelDocument): Program {
  const { graph } = expand(model);
  const { inference, problems } = findProblems(model, null);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(inLines(errors.map((error) => explain(model, error))));
  const sources = new Map(inference.order.map((id) => [id, sourcesOf(graph, inference, id)]));
  const order = leadingToOutputs(inference, sources);
  const isInput = (id: BlockId) => inference.facts.get(id)!.definition.inputs === 'none';
  const isOutput = (id: BlockId) => !inference.facts.get(id)!.definition.output;
  const inputIds = order.filter(isInput);
  const outputIds = order.filter(isOutput);
  const callIds = order.filter((id) => !isInput(id) && !isOutput(id));
  const inputNames = uniqueNames(inputIds.map((id) => graph.blocks[id]!));
  const outputNames = uniqueNames(outputIds.map((id) => graph.blocks[id]!));
  const lastUses = lastUsesOf(callIds, outputIds, sources);
  return {
    inputs: inputIds.map((block, index) => ({
      block,
      name: inputNames[index]!,
      spec: inference.facts.get(block)!.output!,
    })),
    outputs: outputIds.map((block, index) => {
      const { params, inputs } = inference.facts.get(block)!;
      const judged = params as unknown as Pick<ProgramOutput, 'loss' | 'lossWeight' | 'metrics'>;
      const { loss, lossWeight, metrics } = judged;
      const source = sources.get(block)![0]!;
      return { block, name: outputNames[index]!, source, spec: inputs[0]!, loss, lossWeight, metrics };
    }),
    calls: callIds.map((block) => {
      const { definition, params, output, weights } = inference.facts.get(block)!;
      return {
        block,
        definition,
        params,
        sources: sources.get(block)!,
        weights: weights.map(({ name }) => ({ name, id: weightId(block, name) })),
        spec: output!,
        lastUseOf: lastUses.get(block) ?? [],
      };
    }),
    weights: callIds.flatMap((block) =>
      inference.facts.get(block)!.weights.map((spec) => ({ id: weightId(block, spec.name), block, spec })),
    ),
    work: workOf(callIds.map((block) => inference.facts.get(block)!)),
  };
}

function workOf(facts: readonly BlockFacts[]): Work {
  const each = facts.map(({ multiplyAdds }) => multiplyAdds);
  // A network may have no layer but Input and Output.
  return {
    multiplyAdds: each.reduce((sum, one) => sum + one, 0),
    largest: each.reduce((most, one) => Math.max(most, one), 0),
  };
}

/** What a batch of so many rows costs on its way through. */
export function workOfBatch({ work }: Program, rows: number): Work {
  return { multiplyAdds: work.multiplyAdds * rows, largest: work.largest * rows };
}

/** The id of a block's weight. */
export function weightId(block: BlockId, name: string): WeightId {
  return `${block}/${name}`;
}

function explain(model: ModelDocument, error: Problem): Sentence {
  const where = whereOf(model, error);
  const text = problemSentence(error);
  return where === '' ? text : say(phrases['with-name'], { name: where, text });
}

/** The blocks at a block's input ports, in port order. */
function sourcesOf(graph: Graph, { facts }: Inference, id: BlockId): readonly BlockId[] {
  const incoming = Object.values(graph.wires).filter(({ to }) => to.block === id);
  const { definition } = facts.get(id)!;
  const ports = inputPorts(
    definition,
    incoming.map(({ to }) => to.port),
  );
  return ports.map((port) => incoming.find(({ to }) => to.port === port)!.from.block);
}

/** Outputs and all that leads to them, in order of flow. */
function leadingToOutputs(
  { order, facts }: Inference,
  sources: ReadonlyMap<BlockId, readonly BlockId[]>,
): readonly BlockId[] {
  const needed = new Set<BlockId>();
  for (const id of order.toReversed()) {
    if (facts.get(id)!.definition.output && !needed.has(id)) continue;
    needed.add(id);
    for (const source of sources.get(id)!) needed.add(source);
  }
  return order.filter((id) => needed.has(id));
}

/** For each call, the blocks whose values it is the last to use. What an Output takes stays. */
function lastUsesOf(
  calls: readonly BlockId[],
  outputs: readonly BlockId[],
  sources: ReadonlyMap<BlockId, readonly BlockId[]>,
): ReadonlyMap<BlockId, readonly BlockId[]> {
  const seen = new Set<BlockId>(outputs.flatMap((id) => sources.get(id)!));
  const lastUses = new Map<BlockId, BlockId[]>();
  for (const call of calls.toReversed()) {
    const last = [...new Set(sources.get(call)!)].filter((source) => !seen.has(source));
    for (const source of last) seen.add(source);
    lastUses.set(call, last);
  }
  return lastUses;
}

/** Names for people, a number added where two would be the same. */
function uniqueNames(blocks: readonly Block[]): readonly string[] {
  const taken = new Set(blocks.map(({ name }) => name).filter(Boolean));
  return blocks.map((block) => {
    if (block.name !== '') return block.name;
    const title = titleOf(block);
    let name = title;
    for (let count = 2; taken.has(name); count++) name = `${title} ${count}`;
    taken.add(name);
    return name;
  });
}
