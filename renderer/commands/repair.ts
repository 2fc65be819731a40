import type { ModelDocument } from '../../shared/graph/document.ts';
import { applyEdits, type Edit } from '../../shared/graph/edits.ts';
import { flowOf } from '../../shared/graph/flow.ts';
import { type DataFacts, type Findings, findProblems } from '../../shared/graph/problems.ts';
import { type PlacedRepair, repairsFor } from '../../shared/graph/repairs.ts';
import { dataOf, findings } from '../store/derived.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { editCommand } from './command.ts';
import { freePlace, type Places, placesOf, rowHeight, withPlaces } from './places.ts';

/** Does what a repair's button says. */
export const repair = editCommand<Pick<PlacedRepair, 'edits' | 'graphId'>>({
  id: 'problem:repair',
  label: 'command.repair',
  run: (project, { edits, graphId }) => ({ project: withEdits(project, edits, graphId) }),
});

/** Does the first repair of every problem that has one, until none has. */
export const repairAll = editCommand<{ readonly data: DataFacts | null }>({
  id: 'problem:repair-all',
  label: 'command.repairAll',
  from(state) {
    const data = dataOf(state);
    return isRepairable(state.document.project.model, findings(state), data) ? { data } : null;
  },
  run(project, { data }) {
    let repaired = project;
    const tried = new Set<string>();
    // One repair may solve or change other problems, so the list is made anew after each; none is tried twice.
    for (let round = 0; round < 100; round++) {
      const { model } = repaired;
      const { inference, problems } = findProblems(model, data);
      const next = problems
        .flatMap((problem) => repairsFor(model, inference, problem, data).slice(0, 1))
        .find(({ edits }) => !tried.has(JSON.stringify(edits)));
      if (!next) break;
      tried.add(JSON.stringify(next.edits));
      repaired = withEdits(repaired, next.edits, next.graphId);
    }
    return { project: repaired };
  },
});

/** Whether any problem has a repair, by findings: buttons ask with every change of anything. */
const repairable = new WeakMap<Findings, boolean>();

function isRepairable(model: ModelDocument, found: Findings, data: DataFacts | null): boolean {
  const known = repairable.get(found);
  if (known !== undefined) return known;
  const answer = found.problems.some((problem) => repairsFor(model, found.inference, problem, data).length > 0);
  repairable.set(found, answer);
  return answer;
}

/** The project after edits; blocks they add get a place. */
function withEdits(project: ProjectDocument, edits: readonly Edit[], graphId: string): ProjectDocument {
  const model = applyEdits(project.model, edits, graphId);
  if (model === project.model) return project;
  const after = { ...project, model };
  return edits.some(({ edit }) => edit === 'add-block' || edit === 'remove-block')
    ? withPlaces(after, placedBetween(after, graphId), graphId)
    : after;
}

/** Places for all blocks: a new one stands half way between its neighbours, or below or above the one it has. */
function placedBetween(project: ProjectDocument, graphId: string): Places {
  const graph = project.model.graphs[graphId]!;
  const saved = project.layout.graphs[graphId]?.positions ?? {};
  const all = placesOf(project, graphId);
  const { incoming, outgoing } = flowOf(graph);
  return Object.fromEntries(
    Object.entries(all).map(([id, place]) => {
      if (id in saved) return [id, place];
      const above = saved[incoming.get(id)?.[0]?.wire.from.block ?? ''];
      const below = saved[outgoing.get(id)?.[0]?.wire.to.block ?? ''];
      if (above && below) return [id, [(above[0] + below[0]) / 2 + 120, (above[1] + below[1]) / 2] as const];
      if (above) return [id, freePlace(saved, [above[0], above[1] + rowHeight])];
      if (below) return [id, freePlace(saved, [below[0], below[1] - rowHeight])];
      return [id, place];
    }),
  );
}
