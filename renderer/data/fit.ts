import { applyEdits } from '../../shared/graph/edits.ts';
import type { ModelDocument } from '../../shared/graph/document.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import type { Problem } from '../../shared/graph/infer.ts';
import { type DataFacts, findProblems } from '../../shared/graph/problems.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';

/** Whether a problem is about the model and its data not fitting each other. */
export function isMisfit({ problem }: Problem): boolean {
  return problem.startsWith('data-');
}

/** Most repairs tried in a row: one may uncover the next, and none may go round in a circle for ever. */
const mostRounds = 20;

/** The model with every misfit repaired that has a repair, one after another; the same model if there is none. */
export function fitToData(model: ModelDocument, data: DataFacts): ModelDocument {
  let fitted = model;
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const { problems } = findProblems(fitted, data);
    const next = problems.find((found) => isMisfit(found) && !tried.has(nameOf(found)) && repairsFor(mainGraph(fitted), found, data).length > 0);
    if (!next) break;
    tried.add(nameOf(next));
    fitted = applyEdits(fitted, repairsFor(mainGraph(fitted), next, data)[0]!.edits);
  }
  return fitted;
}

const nameOf = ({ problem, block, values }: Problem): string => JSON.stringify([problem, block, values]);
