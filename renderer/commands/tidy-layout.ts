import type { Annotations } from '../../shared/graph/annotations.ts';
import { wordsOf } from '../../shared/ipc/port.ts';
import { arrange, inColumns, movedTo, placesIn } from '../arranging/arrange.ts';
import type { ToArrange } from '../arranging/elk-graph.ts';
import { annotationsAfter, enclosuresOf } from '../arranging/enclosures.ts';
import { type LayOut, layOutInWorker } from '../arranging/layouter.ts';
import { sentence } from '../messages/text.ts';
import { graphInSight, sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import { annotationsOf, withAnnotations } from './annotations.ts';
import { actionCommand, editCommand, run } from './command.ts';
import { moveBlocks } from './move-blocks.ts';
import { type Place, type Places, placesOf } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { askCanvas } from './view-commands.ts';

/** How long the arranging may take before the canvas says that it goes on, in milliseconds. */
const patience = 300;

/** Ends the arranging that goes on in a window. */
const working = new WeakMap<Editor, AbortController>();

/** Puts every block of the graph in sight, or of the selection where that has several, in its place by the order of flow. */
export const tidyLayout = actionCommand<true>({
  id: 'layout:tidy',
  label: 'command.tidy',
  shortcuts: ['mod+shift+l'],
  from: (state) => (state.view.page === 'model' && Object.keys(graphInSight(state).blocks).length > 0 ? true : null),
  run: (editor) => arrangeInSight(editor, layOutInWorker),
});

/** Puts blocks where they were found to belong. */
export const placeArranged = editCommand<{ readonly places: Places; readonly annotations?: Annotations }>({
  id: 'layout:place-arranged',
  label: 'command.tidy',
  run(project, { places, annotations }, at) {
    const { project: moved } = moveBlocks.run(project, { places }, at);
    if (!annotations || JSON.stringify(annotations) === JSON.stringify(annotationsOf(moved, at)))
      return { project: moved };
    return { project: withAnnotations(moved, annotations, at) };
  },
});

/** All that the places of an arranging follow from. */
interface Asked extends ToArrange {
  readonly graphId: string;
  readonly isWhole: boolean;
  readonly before: Places;
  readonly annotations: Annotations;
}

function askedOf(state: EditorState): Asked {
  const { model, level, graph } = sceneOf(state);
  const all = Object.keys(graph.blocks);
  const chosen = seenSelection(state).blocks;
  const isWhole = chosen.length < 2;
  const { project } = state.document;
  const before = placesOf(project, level.graphId);
  const annotations = annotationsOf(project, level.graphId);
  return {
    graphs: model.graphs,
    graph,
    graphId: level.graphId,
    blocks: isWhole ? all : chosen,
    // Of a selection, frames stay where they are.
    enclosures: isWhole ? enclosuresOf(annotations, before) : [],
    isWhole,
    before,
    annotations,
  };
}

/** Whether places found for one state of a graph are still right for another: the same blocks with the same wires, none of them moved. */
function isSame(one: Asked, other: Asked): boolean {
  const key = ({ graphId, graph, before, graphs, annotations }: Asked) =>
    JSON.stringify([graphId, Object.keys(graph.blocks), graph.wires, before, Object.keys(graphs), annotations]);
  return key(one) === key(other);
}

/**
 * Arranges what is in sight. What is edited meanwhile counts more: where that changes what was to be arranged, blocks stay where they are
 * and a notice says so.
 */
export async function arrangeInSight(editor: Editor, layOut: LayOut): Promise<void> {
  working.get(editor)?.abort();
  const asked = askedOf(editor.get());
  const { draft } = editor.get().document;
  const ending = new AbortController();
  working.set(editor, ending);
  const isCurrent = () => working.get(editor) === ending;
  const tell = setTimeout(() => {
    editor.view({ arranging: { blocks: asked.blocks.length, cancel: () => ending.abort() } });
  }, patience);
  try {
    const found = await arrange(asked, layOut, ending.signal);
    const state = editor.get();
    if (ending.signal.aborted || state.document.draft !== draft) return;
    if (!isSame(asked, { ...askedOf(state), blocks: asked.blocks, isWhole: asked.isWhole })) {
      editor.notify('warning', sentence('command.tidyOutdated'));
      return;
    }
    const arranged = movedTo(asked.isWhole ? inColumns(asked, found) : found, cornerOf(asked));
    run(editor, placeArranged, {
      places: placesIn(arranged),
      ...(asked.isWhole && { annotations: annotationsAfter(asked.annotations, asked.before, arranged) }),
    });
    if (asked.isWhole) askCanvas('fit');
  } catch (error) {
    if (!ending.signal.aborted) editor.notify('failed', sentence('command.tidyFailed', { received: wordsOf(error) }));
  } finally {
    clearTimeout(tell);
    if (isCurrent()) {
      working.delete(editor);
      if (editor.get().view.arranging !== null) editor.view({ arranging: null });
    }
  }
}

/** The upper left corner of what was arranged, which stays. */
function cornerOf({ blocks, before }: Asked): Place {
  const places = blocks.map((id) => before[id]!);
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}
