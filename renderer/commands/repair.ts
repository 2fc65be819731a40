import { type Graph, mainGraph } from '../../shared/graph/document.ts';
import { applyEdits, type Edit } from '../../shared/graph/edits.ts';
import { flowOf } from '../../shared/graph/flow.ts';
import { type DataFacts, type Findings, findProblems } from '../../shared/graph/problems.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';
import { dataOf, findings } from '../store/derived.ts';
import type { ProjectDocument } from '../store/state.ts';
import { editCommand } from './command.ts';
import { freePlace, type Places, placesOf, rowHeight, withPlaces } from './places.ts';

/** Does what a repair's button says. */
export const repair = editCommand<{ readonly edits: readonly Edit[] }>({
  id: 'problem:repair',
  label: 'command.repair',
  run: (project, { edits }) => ({ project: withEdits(project, edits) }),
});

/** Does the first repair of every problem that has one, until none has. */
export const repairAll = editCommand<{ readonly data: DataFacts | null }>({
  id: 'problem:repair-all',
  label: 'command.repairAll',
  from(state) {
    const data = dataOf(state);
    return isRepairable(mainGraph(state.document.project.model), findings(state), data) ? { data } : null;
  },
  run(project, { data }) {
    let repaired = project;
    const tried = new Set<string>();
    // One repair may solve or change other problems, so the list is made anew after each; none is tried twice.
    for (let round = 0; round < 100; round++) {
      const graph = mainGraph(repaired.model);
      const next = findProblems(repaired.model, data)
        .problems.flatMap((problem) => repairsFor(graph, problem, data).slice(0, 1))
        .find(({ edits }) => !tried.has(JSON.stringify(edits)));
      if (!next) break;
      tried.add(JSON.stringify(next.edits));
      repaired = withEdits(repaired, next.edits);
    }
    return { project: repaired };
  },
});

/** Whether any problem has a repair, by findings: buttons ask with every change of anything. */
const repairable = new WeakMap<Findings, boolean>();

function isRepairable(graph: Graph, found: Findings, data: DataFacts | null): boolean {
  const known = repairable.get(found);
  if (known !== undefined) return known;
  const answer = found.problems.some((problem) => repairsFor(graph, problem, data).length > 0);
  repairable.set(found, answer);
  return answer;
}

/** The project after edits; blocks they add get a place. */
function withEdits(project: ProjectDocument, edits: readonly Edit[]): ProjectDocument {
  const model = applyEdits(project.model, edits);
  if (model === project.model) return project;
  const after = { ...project, model };
  return edits.some(({ edit }) => edit === 'add-block' || edit === 'remove-block')
    ? withPlaces(after, placedBetween(after))
    : after;
}

/** Places for all blocks: a new one stands half way between its neighbours, or below or above the one it has. */
function placedBetween(project: ProjectDocument): Places {
  const graph = mainGraph(project.model);
  const saved = project.layout.graphs.main?.positions ?? {};
  const all = placesOf(project);
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
