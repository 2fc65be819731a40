import { group } from '../../../shared/blocks/group.ts';
import { type AnyBlock, findBlock } from '../../../shared/blocks/index.ts';
import type { ComponentValue } from '../../../shared/blocks/params.ts';
import type { Block, BlockId, Graph, ModelDocument, Wire, WireId } from '../../../shared/graph/document.ts';
import { graphOf, outputPorts, repeatOf } from '../../../shared/graph/expand.ts';
import { flowOf } from '../../../shared/graph/flow.ts';
import { type BlockFacts, outputAt, type Problem, titleOf } from '../../../shared/graph/infer.ts';
import { isGroup } from '../../../shared/graph/level.ts';
import { blocksInside } from '../../../shared/graph/own-groups.ts';
import type { DataFacts, Findings } from '../../../shared/graph/problems.ts';
import { type PlacedRepair, type Repair, repairSentence, repairsFor } from '../../../shared/graph/repairs.ts';
import type { Language } from '../../../shared/messages/languages.ts';
import { shapeWords } from '../../../shared/messages/problem.ts';
import { shownInputs } from '../../commands/ports.ts';
import { worded, wordedBlock } from '../../messages/definitions.ts';
import { language } from '../../messages/language.ts';
import { problemWords } from '../../messages/problem-words.ts';
import { inList, inWords, text } from '../../messages/text.ts';
import type { Scene } from '../../store/derived.ts';
import { isUnfinished } from '../../store/unfinished.ts';
import { showCount } from '../../training/number-text.ts';
import { givenTo, misfit as misfitOf } from '../wires/wiring.ts';

/** A port of a card: what wires know it by, and its name for people. */
export interface Port {
  readonly id: string;
  readonly name: string;
}

/** All that a block's card shows. */
export interface Card {
  readonly id: BlockId;
  readonly type: string;
  readonly name: string;
  /** Key params, joined. */
  readonly summary: string;
  /** What goes out; for an Output what comes in; empty where it is not known. */
  readonly shape: string;
  /** Parameters, or what else counts at the right of the foot. */
  readonly note: string;
  /** `unfinished` is a block that something is not wired to yet. */
  readonly state: 'well' | 'unfinished' | 'problem' | 'warning';
  /** What is wrong, in words; empty if nothing. */
  readonly problem: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** How many copies of a group follow each other; 0 for blocks that are no group. */
  readonly copies: number;
  readonly hasWeights: boolean;
  /** The same in the few words a card has room for. */
  readonly shortProblem: string;
  /** Its name for assistive technology. */
  readonly label: string;
}

/** All that a wire shows. */
export interface WireView {
  readonly id: WireId;
  readonly from: BlockId;
  readonly output: string;
  readonly to: BlockId;
  readonly port: string;
  /** The shape that runs through it; empty where it is not known. */
  readonly shape: string;
  /** Whether what it carries does not fit, or it must not be. */
  readonly isBad: boolean;
  /** Why, in words; empty if nothing. */
  readonly problem: string;
  readonly repair: PlacedRepair | null;
  /** Its name for assistive technology. */
  readonly label: string;
}

/** The cards of all blocks, in order of flow. */
export function cardsOf({ model, graph, inference, problems }: Scene, trainingRows: number | null): readonly Card[] {
  const byBlock = groupedBy(problems, ({ block }) => block);
  const { ids, cyclic } = flowOf(graph);
  return [...ids, ...cyclic].map((id) =>
    cardOf({
      id,
      block: graph.blocks[id]!,
      facts: inference.facts.get(id),
      problems: byBlock.get(id) ?? none,
      inputs: portsOf(model, graph, id, shownInputs(model.graphs, graph, id)),
      outputs: portsOf(model, graph, id, outputPorts(model.graphs, graph.blocks[id]!)),
      inside: heldBy(model, graph.blocks[id]!),
      trainingRows,
      language: language(),
    }),
  );
}

const none: readonly Problem[] = [];

/** How many blocks a group holds, without its ports; 0 for others. */
function heldBy(model: ModelDocument, block: Block): number {
  const inner = graphOf(model.graphs, block);
  return inner ? blocksInside(inner) : 0;
}

/** Ports of a group have the names of the blocks that stand for them inside, or numbers. */
function portsOf(model: ModelDocument, graph: Graph, id: BlockId, ports: readonly string[]): readonly Port[] {
  const inner = graphOf(model.graphs, graph.blocks[id]!);
  return ports.map((port, index) => ({
    id: port,
    name: inner ? inner.blocks[port]?.name || String(index + 1) : port,
  }));
}

/** All that a card is made of. */
interface CardSource {
  readonly id: BlockId;
  readonly block: Block;
  readonly facts: BlockFacts | undefined;
  readonly problems: readonly Problem[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** How many blocks a group holds; 0 for others. */
  readonly inside: number;
  readonly trainingRows: number | null;
  /** The language of its words. */
  readonly language: Language;
}

/** The last card of each block: of a thousand, an edit changes few. */
const made = new WeakMap<Block, { readonly source: CardSource; readonly card: Card }>();

function cardOf(source: CardSource): Card {
  const known = made.get(source.block);
  if (known && isSameSource(known.source, source)) return known.card;
  const card = newCard(source);
  made.set(source.block, { source, card });
  return card;
}

function isSameSource(before: CardSource, now: CardSource): boolean {
  return (
    before.id === now.id &&
    before.facts === now.facts &&
    before.trainingRows === now.trainingRows &&
    before.language === now.language &&
    before.inside === now.inside &&
    before.problems.length === now.problems.length &&
    before.problems.every((problem, index) => problem === now.problems[index]) &&
    samePorts(before.inputs, now.inputs) &&
    samePorts(before.outputs, now.outputs)
  );
}

function samePorts(before: readonly Port[], now: readonly Port[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ id, name }, index) => id === now[index]!.id && name === now[index]!.name)
  );
}

function newCard({ id, block, facts, problems, inputs, outputs, inside, trainingRows }: CardSource): Card {
  const definition = wordedBlock(block.type);
  const isWrong = (problem: Problem) => problem.severity === 'error' && !isUnfinished(problem);
  const worst = problems.find(isWrong) ?? problems.find(({ severity }) => severity === 'error') ?? problems[0];
  const shape = facts ? shapeText(facts.output?.shape ?? facts.inputs[0]?.shape ?? []) : '';
  const isSound = problems.every(({ problem }) => problem !== 'param-invalid');
  const own = facts
    ? worded(facts.definition).summary(facts.params, facts.inputs)
    : definition && isSound
      ? summaryWithoutInputs(definition, block.params)
      : [];
  const held = isGroup(block)
    ? [text(inside === 1 ? 'canvas.oneBlockInside' : 'canvas.blocksInside', { count: inside })]
    : [];
  const summary = [...held, ...own];
  const note = facts ? noteOf(facts, trainingRows) : worst ? '' : text('canvas.waitsForInput');
  const spoken = [
    block.name ? `${block.type} ${block.name}` : block.type,
    inList(summary.slice(0, 3)).replaceAll('×', text('canvas.by')),
    facts && definition?.output ? text('canvas.spokenOutput', { shape: shape.replaceAll('×', text('canvas.by')) }) : '',
    note,
    problems.length === 0
      ? ''
      : text(problems.length === 1 ? 'canvas.oneProblem' : 'canvas.problems', { count: problems.length }),
  ];
  return {
    id,
    type: block.type,
    name: block.name,
    summary: summary.slice(0, 3).join(' · '),
    shape,
    note,
    state: stateOf(problems),
    problem: worst ? problemWords(worst) : '',
    shortProblem: worst ? shortProblem(problemWords(worst), [block.type, String(worst.values.loss)]) : '',
    inputs,
    // A block of a type there is not may give something.
    outputs: definition ? outputs : [{ id: 'output', name: 'output' }],
    copies: isGroup(block) ? repeatOf(block) : 0,
    hasWeights: (facts?.parameters ?? 0) > 0,
    label: inList(spoken.filter((words) => words !== '')),
  };
}

function stateOf(problems: readonly Problem[]): Card['state'] {
  if (problems.length === 0) return 'well';
  const wrong = problems.filter((problem) => !isUnfinished(problem));
  if (wrong.length === 0) return 'unfinished';
  return wrong.some(({ severity }) => severity === 'error') ? 'problem' : 'warning';
}

/** The key params of a block that is not wired yet; none where they depend on what comes in. */
function summaryWithoutInputs(definition: AnyBlock, params: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    return definition.summary(params as never, []);
  } catch {
    return [];
  }
}

/** What counts at a block: rows of data at an Input, the loss at an Output, parameters elsewhere. */
function noteOf({ definition, params, parameters }: BlockFacts, trainingRows: number | null): string {
  if (definition.category === 'structure') return definition.type === group.type ? parametersText(parameters) : '';
  if (definition.inputs === 'none') {
    return trainingRows === null ? '' : text('canvas.rows', { count: showCount(trainingRows) });
  }
  if (definition.output) return parametersText(parameters);
  return (params.loss as unknown as ComponentValue).type;
}

/** The first sentence of a problem without what the card says already: its type or loss before it, what was received behind it. */
export function shortProblem(words: string, names: readonly string[]): string {
  const core = words
    .replace(/ Received: .*$/, '')
    .replace(/\.( .*)?$/, '')
    .replace(/。.*$/, '');
  const name = names.find(
    (one) => core.startsWith(`${one} `) || core.startsWith(`${one}: `) || core.startsWith(`${one}：`),
  );
  const rest = name === undefined ? core : core.slice(name.length).replace(/^(：|:? )/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** A number of parameters: "18,496 params", "no params". */
export function parametersText(count: number): string {
  if (count === 0) return text('canvas.noParameters');
  return text(count === 1 ? 'canvas.oneParameter' : 'canvas.parameters', { count: showCount(count) });
}

/** Problems of a block that lie in what is wired into it, not in a param of its own. */
const wireProblems: ReadonlySet<string> = new Set<Problem['problem']>([
  'rank-expected',
  'row-expected',
  'kernel-larger-than-input',
  'whole-numbers-expected',
  'numbers-expected',
  'inputs-differ',
  'inputs-differ-beside',
  'dot-sizes',
  'keys-for-values',
  'keys-like-queries',
  'loss-classes',
  'loss-shape',
  'data-classes',
]);

/** The wires as they are drawn. */
export function wiresOf(scene: Scene, findings: Findings, data: DataFacts | null): readonly WireView[] {
  const { model, graph, inference, problems } = scene;
  const byBlock = groupedBy(problems, ({ block }) => block);
  const byWire = groupedBy(problems, ({ wire }) => wire);
  const cycle = problems.find(({ problem }) => problem === 'cycle');
  const isCyclic = (block: BlockId) => byBlock.get(block)?.some(({ problem }) => problem === 'cycle') ?? false;
  /** Whether a wire is one of those without which the others into a block would fit: of a pair each is. */
  const isToBlame = (id: WireId, to: BlockId) => {
    const { type, params } = graph.blocks[to]!;
    const ports = findBlock(type)?.inputs;
    if (ports !== 'many' && typeof ports !== 'object') return true;
    const others = givenTo(graph, inference, to, (other) => other !== id);
    return others.length === 0 || misfitOf(type, params, others) === null;
  };
  return Object.entries(graph.wires).flatMap(([id, wire]) => {
    const { from, to } = wire;
    if (!graph.blocks[from.block] || !graph.blocks[to.block]) return [];
    const output = outputAt(inference.facts.get(from.block), from.port);
    const shape = output ? shapeText(output.shape) : '';
    const own = byWire.get(id)?.[0];
    const misfit = output
      ? byBlock.get(to.block)?.find(({ severity, problem }) => severity === 'error' && wireProblems.has(problem))
      : undefined;
    const found =
      own ??
      (isToBlame(id, to.block) ? misfit : undefined) ??
      (cycle && isCyclic(from.block) && isCyclic(to.block) ? cycle : undefined);
    const label = text('canvas.wireOf', {
      from: titleOf(graph.blocks[from.block]!),
      to: titleOf(graph.blocks[to.block]!),
    });
    if (!found) return [soundWire(id, wire, shape, label)];
    return [
      {
        ...soundWire(id, wire, shape, label),
        isBad: true,
        problem: problemWords(found),
        repair: repairsFor(model, findings.inference, scene.found.get(found) ?? found, data)[0] ?? null,
      },
    ];
  });
}

/** The last view of each wire without a problem. */
const soundWires = new WeakMap<Wire, WireView>();

function soundWire(id: WireId, wire: Wire, shape: string, label: string): WireView {
  const known = soundWires.get(wire);
  if (known?.id === id && known.shape === shape && known.label === label) return known;
  const { from, to } = wire;
  const ends = { from: from.block, output: from.port, to: to.block, port: to.port };
  const view = { id, ...ends, shape, isBad: false, problem: '', repair: null, label };
  soundWires.set(wire, view);
  return view;
}

/** Values by a key, in their order; those without one are left out. */
export function groupedBy<T, Key>(
  values: readonly T[],
  keyOf: (value: T) => Key | undefined,
): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** A shape in words: `28×28×1`. */
function shapeText(shape: readonly number[]): string {
  return inWords(shapeWords(shape));
}

/** The words on the button of a wire's repair. */
export function repairText(repair: Repair): string {
  return inWords(repairSentence(repair));
}

/** Values of the last time where they are equal, so that what did not change is not drawn again; the very list if none did. */
export function keepEqual<T extends { readonly id: string }>(before: readonly T[], now: readonly T[]): readonly T[] {
  const old = new Map(before.map((value) => [value.id, value]));
  const kept = now.map((value) => {
    const known = old.get(value.id);
    return known !== undefined && (known === value || JSON.stringify(known) === JSON.stringify(value)) ? known : value;
  });
  return keepList(before, kept);
}

/** The list of the last time if it has the very same members in the same order. */
export function keepList<T>(before: readonly T[], now: readonly T[]): readonly T[] {
  return before.length === now.length && now.every((value, index) => value === before[index]) ? before : now;
}
