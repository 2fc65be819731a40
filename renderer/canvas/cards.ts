import { type AnyBlock, findBlock } from '../../shared/blocks/index.ts';
import type { ComponentValue } from '../../shared/blocks/params.ts';
import { type BlockId, type Graph, mainGraph, type WireId } from '../../shared/graph/document.ts';
import type { BlockFacts, Problem } from '../../shared/graph/infer.ts';
import type { DataFacts, Findings } from '../../shared/graph/problems.ts';
import { describeRepair, type Repair, repairsFor } from '../../shared/graph/repairs.ts';
import { describeProblem, showShape } from '../../shared/messages/problem.ts';
import { metrics } from '../../shared/training/metrics.ts';
import { shownInputs } from '../commands/ports.ts';
import { text } from '../messages/text.ts';
import type { ProjectDocument } from '../store/state.ts';
import { showCount } from '../training/number-text.ts';

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
  readonly state: 'well' | 'problem' | 'warning';
  /** What is wrong, in words; empty if nothing. */
  readonly problem: string;
  readonly inputs: readonly string[];
  readonly hasOutput: boolean;
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
  readonly to: BlockId;
  readonly port: string;
  /** The shape that runs through it; empty where it is not known. */
  readonly shape: string;
  /** Whether what it carries does not fit, or it must not be. */
  readonly isBad: boolean;
  /** Why, in words; empty if nothing. */
  readonly problem: string;
  readonly repair: Repair | null;
}

/** The cards of all blocks, in order of flow. */
export function cardsOf(
  project: ProjectDocument,
  { inference, problems }: Findings,
  trainingRows: number | null,
): readonly Card[] {
  const graph = mainGraph(project.model);
  const byBlock = new Map<BlockId, Problem[]>();
  for (const problem of problems) {
    if (problem.block !== undefined) byBlock.set(problem.block, [...(byBlock.get(problem.block) ?? []), problem]);
  }
  const rest = Object.keys(graph.blocks).filter((id) => !inference.order.includes(id));
  return [...inference.order, ...rest].map((id) =>
    cardOf(graph, id, inference.facts.get(id), byBlock.get(id) ?? [], trainingRows),
  );
}

function cardOf(
  graph: Graph,
  id: BlockId,
  facts: BlockFacts | undefined,
  problems: readonly Problem[],
  trainingRows: number | null,
): Card {
  const block = graph.blocks[id]!;
  const definition = findBlock(block.type);
  const error = problems.find(({ severity }) => severity === 'error');
  const worst = error ?? problems[0];
  const shape = facts ? showShape(facts.output?.shape ?? facts.inputs[0]?.shape ?? []) : '';
  const isSound = problems.every(({ problem }) => problem !== 'param-invalid');
  const summary = facts
    ? facts.definition.summary(facts.params, facts.inputs)
    : definition && isSound
      ? summaryWithoutInputs(definition, block.params)
      : [];
  const note = facts ? noteOf(facts, trainingRows) : worst ? '' : text('canvas.waitsForInput');
  const spoken = [
    block.name ? `${block.type} ${block.name}` : block.type,
    summary.slice(0, 3).join(', ').replaceAll('×', text('canvas.by')),
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
    state: error ? 'problem' : worst ? 'warning' : 'well',
    problem: worst ? describeProblem(worst) : '',
    shortProblem: worst ? shortProblem(describeProblem(worst), block.type) : '',
    inputs: shownInputs(graph, id),
    hasOutput: definition ? definition.output : true,
    hasWeights: (facts?.parameters ?? 0) > 0,
    label: spoken.filter((words) => words !== '').join(', '),
  };
}

/** The key params of a block that is not wired yet; none where they depend on what comes in. */
function summaryWithoutInputs(definition: AnyBlock, params: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    return definition.summary(params as never, []);
  } catch {
    return [];
  }
}

/** What counts at a block: rows of data at an Input, metrics at an Output, parameters elsewhere. */
function noteOf({ definition, params, parameters }: BlockFacts, trainingRows: number | null): string {
  if (definition.inputs === 'none') {
    return trainingRows === null ? '' : text('canvas.rows', { count: showCount(trainingRows) });
  }
  if (definition.output) return parametersText(parameters);
  const chosen = (params.metrics as readonly ComponentValue[] | undefined) ?? [];
  return chosen.map(({ type }) => metrics.find((metric) => metric.type === type)?.title ?? type).join(' · ');
}

/** A problem without what the card says already: its type before it, and what was received behind it. */
export function shortProblem(words: string, type: string): string {
  const core = words.replace(/ Received: .*$/, '').replace(/\.$/, '');
  const rest = core.startsWith(`${type} `)
    ? core.slice(type.length + 1)
    : core.startsWith(`${type}: `)
      ? core.slice(type.length + 2)
      : core;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** A number of parameters: "18,496 params", "no params". */
export function parametersText(count: number): string {
  if (count === 0) return text('canvas.noParameters');
  return text(count === 1 ? 'canvas.oneParameter' : 'canvas.parameters', { count: showCount(count) });
}

/** A large count with a unit: "2.53 M". */
export function shortCount(count: number): string {
  const units = ['', 'k', 'M', 'G', 'T'] as const;
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return String(count);
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${units[unit]}`;
}

/** Problems of a block that lie in what is wired into it, not in a param of its own. */
const wireProblems: ReadonlySet<string> = new Set<Problem['problem']>([
  'rank-expected',
  'row-expected',
  'kernel-larger-than-input',
  'whole-numbers-expected',
  'numbers-expected',
  'loss-classes',
  'loss-shape',
  'data-classes',
]);

/** The wires as they are drawn. */
export function wiresOf(
  project: ProjectDocument,
  { inference, problems }: Findings,
  data: DataFacts | null,
): readonly WireView[] {
  const graph = mainGraph(project.model);
  const cyclic = new Set(problems.flatMap(({ problem, block }) => (problem === 'cycle' && block ? [block] : [])));
  return Object.entries(graph.wires).flatMap(([id, { from, to }]) => {
    if (!graph.blocks[from.block] || !graph.blocks[to.block]) return [];
    const output = inference.facts.get(from.block)?.output;
    const own = problems.find(({ wire }) => wire === id);
    const misfit = output
      ? problems.find(
          ({ block, severity, problem }) => block === to.block && severity === 'error' && wireProblems.has(problem),
        )
      : undefined;
    const isCyclic = cyclic.has(from.block) && cyclic.has(to.block);
    const found = own ?? misfit ?? (isCyclic ? problems.find(({ problem }) => problem === 'cycle') : undefined);
    return [
      {
        id,
        from: from.block,
        to: to.block,
        port: to.port,
        shape: output ? showShape(output.shape) : '',
        isBad: found !== undefined,
        problem: found ? describeProblem(found) : '',
        repair: found ? (repairsFor(graph, found, data)[0] ?? null) : null,
      },
    ];
  });
}

/** The words on the button of a wire's repair. */
export function repairText(repair: Repair): string {
  return describeRepair(repair);
}

/** Values of the last time where they are equal, so that what did not change is not drawn again. */
export function keepEqual<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  now: readonly T[],
): readonly T[] {
  return now.map((value) => {
    const old = before.get(value.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(value) ? old : value;
  });
}
