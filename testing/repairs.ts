import { componentValue, type Json } from '../shared/blocks/params.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import { applyEdits } from '../shared/graph/edits.ts';
import { type DataFacts, findProblems } from '../shared/graph/problems.ts';
import { repairSentence, repairsFor } from '../shared/graph/repairs.ts';
import { describeProblem } from '../shared/messages/problem.ts';
import { inEnglish } from '../shared/messages/sentence.ts';
import { losses } from '../shared/training/losses.ts';
import type { ShortBlock } from './networks.ts';

/** A loss as an Output has it. */
export function loss(type: string, params: Record<string, Json> = {}): Json {
  const component = losses.find((candidate) => candidate.type === type)!;
  return { ...componentValue(component), ...params } as unknown as Json;
}

/** An Output with a loss. */
export function output(type: string, params: Record<string, Json> = {}): ShortBlock {
  return ['Output', { loss: loss(type, params) }];
}

/** Words, and the labels of the repairs, of every problem. */
export function read(model: ModelDocument, data: DataFacts | null = null): string[][] {
  const { inference, problems } = findProblems(model, data);
  return problems.map((found) => [
    describeProblem(found),
    ...repairsFor(model, inference, found, data).map((repair) => inEnglish(repairSentence(repair))),
  ]);
}

/** The model after pressing the first repair of the first problem until there is none. */
export function repaired(model: ModelDocument, data: DataFacts | null): ModelDocument {
  let current = model;
  for (let round = 0; round < 10; round++) {
    const { inference, problems } = findProblems(current, data);
    const [first] = problems.flatMap((found) => repairsFor(current, inference, found, data));
    if (!first) break;
    current = applyEdits(current, first.edits, first.graphId);
  }
  return current;
}

/** Models after each of the repairs of the first problem that has some, by their labels. */
export function eachRepaired(model: ModelDocument, data: DataFacts | null = null): ReadonlyMap<string, ModelDocument> {
  const { inference, problems } = findProblems(model, data);
  const repairs = problems.map((found) => repairsFor(model, inference, found, data)).find(({ length }) => length > 0);
  return new Map(
    (repairs ?? []).map((repair) => [
      inEnglish(repairSentence(repair)),
      applyEdits(model, repair.edits, repair.graphId),
    ]),
  );
}
