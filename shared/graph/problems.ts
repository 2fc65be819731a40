import type { ComponentValue } from '../blocks/params.ts';
import type { DatasetSummary, Target } from '../data/dataset.ts';
import { phrases } from '../messages/phrases.ts';
import { type ProblemText, problem, shapeWords } from '../messages/problem.ts';
import { say } from '../messages/sentence.ts';
import { losses } from '../training/losses.ts';
import { activationOf } from './activation-of.ts';
import type { BlockId, Graph, ModelDocument } from './document.ts';
import { type Expansion, expand } from './expand.ts';
import { flowOf } from './flow.ts';
import { type BlockFacts, type Inference, infer, type Problem } from './infer.ts';
import { located } from './level.ts';
import { matchData } from './match.ts';

/** What is known of a dataset as far as a model must fit it. */
export type DataFacts = Pick<DatasetSummary, 'features' | 'targets'>;

export interface Findings {
  /** Of the model written out without groups; `inferenceAt` has that of one level. */
  readonly inference: Inference;
  /** Everything in the way of training (`error`) or worth a look (`warning`), in order of flow. */
  readonly problems: readonly Problem[];
}

/** All that is wrong with a model, and with a model on its data if the data is known. Pure and never throws. */
export function findProblems(model: ModelDocument, data: DataFacts | null): Findings {
  const expansion = expand(model);
  const { graph } = expansion;
  const inference = infer(graph);
  const problems = [
    ...expansion.problems,
    ...inference.problems,
    ...missingEnds(graph),
    ...unusedOutputs(graph, inference),
    ...takenNames(expansion),
    ...lossProblems(graph, inference),
    ...(data ? dataProblems(graph, inference, data) : []),
  ];
  const rank = new Map(inference.order.map((id, index) => [id, index]));
  const place = ({ block }: Problem) => (block === undefined ? -1 : (rank.get(block) ?? rank.size));
  return {
    inference,
    problems: located(
      expansion,
      problems.sort((a, b) => place(a) - place(b)),
    ),
  };
}

/** Whether a model may train: it has no problem that is an error. */
export function canTrain(problems: readonly Problem[]): boolean {
  return problems.every(({ severity }) => severity !== 'error');
}

function missingEnds(graph: Graph): Problem[] {
  const types = Object.values(graph.blocks).map(({ type }) => type);
  if (types.length === 0) return [{ ...problem('model-empty'), severity: 'error' }];
  const found: Problem[] = [];
  if (!types.includes('Input')) found.push({ ...problem('no-input'), severity: 'error' });
  if (!types.includes('Output')) found.push({ ...problem('no-output'), severity: 'error' });
  return found;
}

/** An Output is an end; any other block that feeds nothing is dead weight, which stops nothing. */
function unusedOutputs(graph: Graph, { facts }: Inference): Problem[] {
  const { outgoing } = flowOf(graph);
  return [...facts]
    .filter(([id, { definition }]) => definition.output && !outgoing.has(id))
    .map(([block, { definition }]) => ({
      ...problem('output-unused', { type: definition.type }),
      severity: 'warning',
      block,
    }));
}

/** Names become variables and log names, so a second block of the same name in a graph is refused. */
function takenNames({ levels }: Expansion): Problem[] {
  const found: Problem[] = [];
  const seen = new Set<string>();
  for (const { graphId, graph, prefix } of levels.values()) {
    if (seen.has(graphId)) continue;
    seen.add(graphId);
    const taken = new Set<string>();
    for (const [id, { name }] of Object.entries(graph.blocks)) {
      if (taken.has(name))
        found.push({ ...problem('name-taken', { received: name }), severity: 'error', block: prefix + id });
      if (name !== '') taken.add(name);
    }
  }
  return found;
}

/** The component of a list with a value's type; params were checked before. */
function componentOf<T extends { readonly type: string }>(list: readonly T[], value: ComponentValue): T {
  return list.find(({ type }) => type === value.type)!;
}

function outputFacts(graph: Graph, inference: Inference): { id: BlockId; facts: BlockFacts }[] {
  return inference.order
    .filter((id) => graph.blocks[id]!.type === 'Output')
    .flatMap((id) => {
      const facts = inference.facts.get(id);
      return facts ? [{ id, facts }] : [];
    });
}

function lossProblems(graph: Graph, inference: Inference): Problem[] {
  const found: Problem[] = [];
  for (const { id, facts } of outputFacts(graph, inference)) {
    const report = (text: ProblemText, severity: Problem['severity']) => found.push({ ...text, severity, block: id });
    const value = facts.params.loss as unknown as ComponentValue;
    const loss = componentOf(losses, value);
    const { shape } = facts.inputs[0]!;
    const units = shape.at(-1);
    if ((loss.targets === 'classes' || loss.targets === 'one-hot') && (units === undefined || units < 2)) {
      report(problem('loss-classes', { loss: loss.type, received: units ?? shapeWords(shape) }, 'loss'), 'error');
      continue;
    }
    const source = flowOf(graph).incoming.get(id)![0]!.wire.from.block;
    const { type } = graph.blocks[source]!;
    if (type === 'Softmax' && value.fromLogits === true) {
      report(problem('loss-softmax', { loss: loss.type, received: type }, 'loss'), 'warning');
    }
    const activation = activationOf(graph.blocks[source]!);
    if (activation === undefined) continue;
    if (value.fromLogits === true) {
      if (activation === 'sigmoid' || activation === 'softmax') {
        report(problem('loss-logits', { loss: loss.type, received: activation }, 'loss'), 'warning');
      }
    } else if (loss.expects !== 'any') {
      const wanted = loss.expects === 'probability' ? ['sigmoid', 'hard_sigmoid', 'softmax'] : ['softmax'];
      if (!wanted.includes(activation)) {
        const values = { loss: loss.type, type, activation: wanted[0]!, received: activation };
        report(problem('loss-probabilities', values, 'loss'), 'warning');
      }
    }
  }
  return found;
}

function dataProblems(graph: Graph, inference: Inference, data: DataFacts): Problem[] {
  const match = matchData(graph, data.features, data.targets);
  const found = [...match.problems];
  for (const [id, feature] of match.inputs) {
    const output = inference.facts.get(id)?.output;
    if (!output) continue;
    const report = (text: ProblemText) => found.push({ ...text, severity: 'error', block: id });
    if (output.shape.join() !== feature.shape.join()) {
      const values = { expected: shapeWords(feature.shape), received: shapeWords(output.shape) };
      report(problem('data-input-shape', values, 'shape'));
    } else if (output.dtype !== feature.dtype) {
      report(problem('data-input-dtype', { expected: feature.dtype, received: output.dtype }, 'dtype'));
    }
    found.push(...vocabularyProblems(graph, id, feature.vocabularySize));
  }
  for (const { id, facts } of outputFacts(graph, inference)) {
    const target = match.targets.get(id);
    if (target) found.push(...targetProblems(id, facts, target));
  }
  return found;
}

/** The params that say how many rows a block has for tokens. */
const vocabularyParams: Readonly<Record<string, string>> = {
  Embedding: 'inputDim',
  TokenAndPositionEmbedding: 'vocabularySize',
};

/** A block that looks up tokens straight from an Input needs a row for every token number. */
function vocabularyProblems(graph: Graph, input: BlockId, vocabularySize: number | null): Problem[] {
  if (vocabularySize === null) return [];
  return (flowOf(graph).outgoing.get(input) ?? [])
    .map(({ wire }) => wire.to)
    .flatMap((to): Problem[] => {
      const { type, params } = graph.blocks[to.block]!;
      const param = vocabularyParams[type];
      const rows = param === undefined ? undefined : params[param];
      if (typeof rows !== 'number' || rows >= vocabularySize) return [];
      const values = { type, expected: vocabularySize - 1, received: rows };
      return [{ ...problem('data-vocabulary', values, param), severity: 'error', block: to.block }];
    });
}

function targetProblems(block: BlockId, { params, inputs }: BlockFacts, target: Target): Problem[] {
  const loss = componentOf(losses, params.loss as unknown as ComponentValue);
  const { shape } = inputs[0]!;
  const units = shape.at(-1) ?? 1;
  const report = (text: ProblemText): Problem[] => [{ ...text, severity: 'error', block }];
  if (target.classes === null) {
    if (loss.targets !== 'numbers') {
      const expected = losses
        .filter(({ targets }) => targets === 'numbers')
        .map(({ type }) => type)
        .join(', ');
      return report(
        problem(
          'data-loss',
          { loss: loss.type, target: target.name, kind: say(phrases['a-number']), expected },
          'loss',
        ),
      );
    }
    if (
      shape.length !== 1 ||
      units !==
        Math.max(
          1,
          target.shape.reduce((product, size) => product * size, 1),
        )
    ) {
      const values = {
        loss: loss.type,
        expected: shapeWords(target.shape.length ? target.shape : [1]),
        received: shapeWords(shape),
      };
      return report(problem('loss-shape', values, 'loss'));
    }
    return [];
  }
  const classes = target.classes.length;
  if (loss.targets === 'numbers' || (loss.targets === 'binary' && classes !== 2)) {
    const expected = losses
      .filter(
        ({ targets }) => targets === 'classes' || targets === 'one-hot' || (targets === 'binary' && classes === 2),
      )
      .map(({ type }) => type)
      .join(', ');
    const values = { loss: loss.type, target: target.name, kind: say(phrases['of-classes'], { classes }), expected };
    return report(problem('data-loss', values, 'loss'));
  }
  const wanted = loss.targets === 'binary' ? 1 : classes;
  if (shape.length !== 1) {
    return report(
      problem('loss-shape', { loss: loss.type, expected: String(wanted), received: shapeWords(shape) }, 'loss'),
    );
  }
  if (units !== wanted) {
    if (loss.targets === 'binary') {
      return report(problem('loss-shape', { loss: loss.type, expected: '1', received: shapeWords(shape) }, 'loss'));
    }
    return report(problem('data-classes', { target: target.name, expected: classes, received: units }));
  }
  return [];
}
