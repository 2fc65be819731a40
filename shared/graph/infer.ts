import type { z } from 'zod';
import type { TensorSpec, WeightSpec } from '../blocks/define-block.ts';
import { sizeOf } from '../blocks/define-block.ts';
import { type AnyBlock, findBlock } from '../blocks/index.ts';
import type { ComponentValue, Json, Param, ParamSpecs, ParamValues } from '../blocks/params.ts';
import { expectedWords } from '../messages/expected.ts';
import { phrases } from '../messages/phrases.ts';
import { isProblem, type ProblemText, problem } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import type { Block, BlockId, Graph, WireId } from './document.ts';
import { flowOf, type Link } from './flow.ts';

/** A problem with its place in the graph. */
export interface Problem extends ProblemText {
  readonly severity: 'error' | 'warning';
  /** The groups around the graph that `block` and `wire` stand in, from the outermost in; left out for the main graph. */
  readonly path?: readonly BlockId[];
  readonly block?: BlockId;
  readonly wire?: WireId;
}

/** All that can be said of a block without computing. */
export interface BlockFacts {
  readonly definition: AnyBlock;
  /** Params as the definition reads them: checked and complete. */
  readonly params: ParamValues<ParamSpecs>;
  readonly inputs: readonly TensorSpec[];
  /** Null for blocks without an output. */
  readonly output: TensorSpec | null;
  /** Of a group, what each of its output ports gives. */
  readonly outputs?: ReadonlyMap<string, TensorSpec>;
  readonly weights: readonly WeightSpec[];
  /** Elements of all weights. */
  readonly parameters: number;
  readonly multiplyAdds: number;
}

export interface Inference {
  /** Blocks so that every block comes after those it is fed by; blocks in a cycle are left out. */
  readonly order: readonly BlockId[];
  /** Facts of the blocks whose inputs and params are sound; the others have a problem, or follow one. */
  readonly facts: ReadonlyMap<BlockId, BlockFacts>;
  readonly problems: readonly Problem[];
  /** Elements of all weights of all blocks in `facts`. */
  readonly parameters: number;
}

/**
 * Shapes, weights and problems of every block. Pure and never throws; a block after a broken one is left without facts, unblamed.
 * A block that is the same object as before, with the same wires and equal inputs, keeps its very facts and problems, so an edit
 * costs what it changes and not what the model holds.
 */
export function infer(graph: Graph): Inference {
  const { ids, cyclic, incoming, dangling } = flowOf(graph);
  const problems: Problem[] = dangling.map(({ id, missing }) => ({
    ...problem('wire-end-missing', { received: missing.join(', ') }),
    severity: 'error',
    wire: id,
  }));
  const facts = new Map<BlockId, BlockFacts>();
  if (cyclic.length > 0) {
    const names = cyclic.map((id) => titleOf(graph.blocks[id]!)).join(' → ');
    for (const id of cyclic) problems.push({ ...problem('cycle', { received: names }), severity: 'error', block: id });
  }
  let parameters = 0;
  for (const id of ids) {
    const found = inspect(id, graph.blocks[id]!, incoming.get(id) ?? noLinks, facts);
    problems.push(...found.problems);
    if (!found.facts) continue;
    facts.set(id, found.facts);
    parameters += found.facts.parameters;
  }
  return { order: ids, facts, problems, parameters };
}

const noLinks: readonly Link[] = [];

/** What was found out about a block, and from what. */
interface Inspected {
  readonly id: BlockId;
  readonly incoming: readonly Link[];
  /** What each wire brought; undefined where that was not known. */
  readonly given: readonly (TensorSpec | undefined)[];
  readonly facts: BlockFacts | null;
  readonly problems: readonly Problem[];
}

/** The last findings about each block. Blocks are immutable, and go from here when no document holds them any more. */
const inspected = new WeakMap<Block, Inspected>();

function inspect(
  id: BlockId,
  block: Block,
  incoming: readonly Link[],
  facts: ReadonlyMap<BlockId, BlockFacts>,
): Inspected {
  const given = incoming.map(({ wire }) => facts.get(wire.from.block)?.output ?? undefined);
  const known = inspected.get(block);
  if (known?.id === id && sameLinks(known.incoming, incoming) && sameSpecs(known.given, given)) return known;
  const problems: Problem[] = [];
  const report = (text: ProblemText, wire?: WireId) =>
    problems.push({ ...text, severity: 'error', block: id, ...(wire ? { wire } : {}) });
  const found = { id, incoming, given, facts: factsOf(block, incoming, given, report), problems };
  inspected.set(block, found);
  return found;
}

function sameLinks(before: readonly Link[], now: readonly Link[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ id, wire }, index) => id === now[index]!.id && wire === now[index]!.wire)
  );
}

function sameSpecs(before: Inspected['given'], now: Inspected['given']): boolean {
  return before.every((spec, index) => {
    const other = now[index];
    if (spec === other || !spec || !other) return spec === other;
    return (
      spec.dtype === other.dtype &&
      spec.masked === other.masked &&
      spec.shape.length === other.shape.length &&
      spec.shape.every((size, axis) => size === other.shape[axis])
    );
  });
}

/** The facts of a block from what comes in; null, and the reasons reported, where they cannot be had. */
function factsOf(
  block: Block,
  incoming: readonly Link[],
  given: readonly (TensorSpec | undefined)[],
  report: (text: ProblemText, wire?: WireId) => void,
): BlockFacts | null {
  const definition = findBlock(block.type);
  if (!definition) {
    report(problem('block-unknown', { received: block.type }));
    return null;
  }
  const unsound = paramProblems(block, definition);
  for (const each of unsound) report(each);
  const inputs = collectInputs(definition, incoming, given, report);
  if (unsound.length > 0 || !inputs) return null;
  const params = block.params as ParamValues<ParamSpecs>;
  const output = definition.infer(params, inputs);
  if (isProblem(output)) {
    report(output);
    return null;
  }
  const weights = definition.weights(params, inputs);
  return {
    definition,
    params,
    inputs,
    output: definition.output ? output : null,
    weights,
    parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    multiplyAdds: definition.multiplyAdds(params, inputs),
  };
}

/** What a block gives at one of its ports; undefined while that is not known. */
export function outputAt(facts: BlockFacts | undefined, port: string): TensorSpec | undefined {
  return facts?.outputs ? facts.outputs.get(port) : (facts?.output ?? undefined);
}

/** A block's name for people: its own, else its type. */
export function titleOf(block: Block): string {
  return block.name || block.type;
}

/** What is wrong with the params of each block, by its params: they are checked once, however often what comes in changes. */
const checkedParams = new WeakMap<
  Block['params'],
  { readonly type: string; readonly problems: readonly ProblemText[] }
>();

function paramProblems(block: Block, definition: AnyBlock): readonly ProblemText[] {
  const known = checkedParams.get(block.params);
  if (known?.type === block.type) return known.problems;
  const problems = checkParams(block, definition);
  checkedParams.set(block.params, { type: block.type, problems });
  return problems;
}

function checkParams(block: Block, definition: AnyBlock): readonly ProblemText[] {
  const problems: ProblemText[] = [];
  for (const [key, spec] of Object.entries(definition.params)) {
    const result = (spec.check as z.ZodType).safeParse(block.params[key]);
    if (result.success) continue;
    const { message, path } = result.error.issues[0]!;
    const { label, value } = placeOf(spec, block.params[key], path);
    const received = value === undefined ? say(phrases.nothing) : JSON.stringify(value);
    const expected = expectedWords(message);
    problems.push(problem('param-invalid', { type: block.type, param: label, expected, received }, key));
  }
  for (const key of Object.keys(block.params)) {
    if (key in definition.params) continue;
    const expected = say(phrases['one-of'], { options: Object.keys(definition.params).join(', ') });
    problems.push(problem('param-invalid', { type: block.type, param: key, expected, received: key }, key));
  }
  return problems;
}

/** Where a wrong value stands: the param, or one of the component that the param chooses, such as `Units of Layer`. */
function placeOf(
  spec: Param,
  value: Json | undefined,
  [key, ...path]: readonly PropertyKey[],
): { readonly label: string; readonly value: Json | undefined } {
  const { label } = spec;
  if (spec.kind !== 'component' || typeof key !== 'string' || typeof value !== 'object' || value === null)
    return { label, value };
  const chosen = value as ComponentValue;
  const inner = spec.components.find(({ type }) => type === chosen.type)?.params[key];
  if (!inner) return { label, value };
  const place = placeOf(inner, chosen[key], path);
  return { ...place, label: `${place.label} of ${label}` };
}

/** The specs at a block's input ports in port order; null if one is missing, doubled, unknown or not known yet. */
function collectInputs(
  definition: AnyBlock,
  incoming: readonly Link[],
  given: readonly (TensorSpec | undefined)[],
  report: (text: ProblemText, wire?: WireId) => void,
): readonly TensorSpec[] | null {
  const { type } = definition;
  const ports = inputPorts(
    definition,
    incoming.map(({ wire }) => wire.to.port),
  );
  let sound = true;
  for (const { id, wire } of incoming) {
    if (ports.includes(wire.to.port)) continue;
    sound = false;
    const expected = allPorts(definition, ports).join(', ') || say(phrases['no-wire']);
    report(problem('port-unknown', { type, port: wire.to.port, expected }), id);
  }
  const specs: TensorSpec[] = [];
  for (const port of ports) {
    const wires = incoming.filter(({ wire }) => wire.to.port === port);
    if (wires.length > 1) {
      sound = false;
      report(problem('several-wires', { type, port, received: wires.length }), wires[1]!.id);
    } else if (wires.length === 0) {
      sound = false;
      const isNamed = typeof definition.inputs === 'object';
      report(isNamed ? problem('port-missing', { type, port }) : problem('input-missing', { type }));
    } else {
      const spec = given[incoming.indexOf(wires[0]!)];
      if (spec) specs.push(spec);
      else sound = false;
    }
  }
  return sound ? specs : null;
}

/**
 * The names of the input ports that need a wire, in order. A block that takes many has those in use (at least one), and one with optional
 * ports those up to the last in use.
 */
export function inputPorts(definition: AnyBlock, used: readonly string[] = []): readonly string[] {
  switch (definition.inputs) {
    case 'none':
      return [];
    case 'one':
      return ['input'];
    case 'many': {
      const numbers = [...new Set(used.filter((port) => /^[1-9]\d*$/.test(port)))];
      return numbers.length === 0 ? ['1'] : numbers.sort((a, b) => Number(a) - Number(b));
    }
    default: {
      const { inputs, optionalInputs } = definition;
      return [...inputs, ...optionalInputs.slice(0, optionalInputs.findLastIndex((port) => used.includes(port)) + 1)];
    }
  }
}

/** The same with all optional ports. */
export function allPorts(definition: AnyBlock, used: readonly string[] = []): readonly string[] {
  return inputPorts(definition, [...used, ...definition.optionalInputs]);
}
