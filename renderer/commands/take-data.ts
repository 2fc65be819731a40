import type { DataDocument } from '../../shared/data/document.ts';
import { type FoundSource, withFoundSource } from '../../shared/data/found-source.ts';
import { blocksForData } from '../../shared/graph/data-blocks.ts';
import type { Block, BlockId } from '../../shared/graph/document.ts';
import { applyEdits, type Edit, freshId } from '../../shared/graph/edits.ts';
import { type DataFacts, findProblems } from '../../shared/graph/problems.ts';
import { isSameSource } from '../data/data-edits.ts';
import { split } from '../files/paths.ts';
import { sentence } from '../messages/text.ts';
import { attemptReading } from '../store/busy-reading.ts';
import type { Editor } from '../store/editor.ts';
import { actionCommand, type Edited, editCommand, run } from './command.ts';
import { card, freePlace, type Place, type Places, placesOf, rowHeight, withPlaces } from './places.ts';

/** Rows between new Inputs and new Outputs: room for the first layers. */
const rowsBetween = 3;

/** Learns from what was found, and adds the Inputs and Outputs that the model lacks for it, around a place of the main graph. */
export const useData = editCommand<{ readonly found: FoundSource; readonly facts: DataFacts; readonly place: Place }>({
  id: 'data:use',
  label: 'data.doChooseSource',
  step: (_project, { found: { source } }) =>
    'path' in source ? sentence('data.doUseFile', { name: split(source.path).name }) : sentence('data.doChooseSource'),
  run(project, { found, facts, place: [x, y] }): Edited {
    const data = dataWith(project.data, found);
    const graph = project.model.graphs.main!;
    const { inputs, outputs } = blocksForData(graph, facts);
    const taken: Record<string, unknown> = { ...graph.blocks };
    const places: Record<BlockId, Place> = { ...placesOf(project) };
    const edits: Edit[] = [];
    const row = (blocks: readonly Block[], top: number) => {
      for (const [at, block] of blocks.entries()) {
        const id = freshId(taken, block.type);
        taken[id] = block;
        edits.push({ edit: 'add-block', id, block });
        places[id] = freePlace(places as Places, [x + at * (card.width + card.below), top]);
      }
    };
    row(inputs, y);
    row(outputs, y + rowsBetween * rowHeight);
    if (data === project.data && edits.length === 0) return { project };
    const after = { ...project, data, model: applyEdits(project.model, edits) };
    const added = edits.flatMap((edit) => (edit.edit === 'add-block' ? [edit.id] : []));
    return { project: added.length > 0 ? withPlaces(after, places) : after, select: { blocks: added } };
  },
});

/** The same where the project learns from it already: what was set since stays. */
function dataWith(data: DataDocument, found: FoundSource): DataDocument {
  return isSameSource(data.source, found.source) ? data : withFoundSource(data, found);
}

/**
 * Reads what is at a path and learns from it, with the blocks that fit it at a place of the canvas; asks first where the project learns from
 * something else. It is read before anything is changed, so that what cannot be read changes nothing.
 */
export const takeData = actionCommand<{ readonly path: string; readonly place: Place }>({
  id: 'data:take',
  label: 'data.doChooseSource',
  async run(editor, { path, place }) {
    const { document } = editor.get();
    const { name } = split(path);
    const { source: before } = document.project.data;
    const found = await editor.attempt(() => editor.host.ask('data:find-source', { path }));
    if (found === null) return;
    if (before.kind !== 'none' && !isSameSource(before, found.source)) {
      if (!(await editor.askReplacingData(name))) return;
    }
    const summary = await read(editor, found, name);
    // Another project may have been opened meanwhile.
    if (!summary || editor.get().document.draft !== document.draft) return;
    if (editor.get().view.level.length > 0) editor.enter([]);
    run(editor, useData, { found, facts: summary, place });
    const { problems } = findProblems(editor.get().document.project.model, summary);
    if (!problems.some(({ problem }) => problem.startsWith('data-'))) return;
    editor.view({ dockTab: 'problems', dockOpen: true });
    editor.notify('warning', sentence('data.takenWithRepairs', { name }));
  },
});

async function read(editor: Editor, found: FoundSource, name: string) {
  const { project, directory } = editor.get().document;
  const data = dataWith(project.data, found);
  return attemptReading(editor, name, (reading) =>
    editor.host.ask('data:inspect', { data: data as never, directory, reading }),
  );
}
