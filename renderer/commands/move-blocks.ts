import type { Sentence } from '../../shared/messages/sentence.ts';
import { sentence } from '../messages/text.ts';
import { sceneOf } from '../store/derived.ts';
import type { ProjectDocument } from '../store/state.ts';
import { showCount } from '../training/number-text.ts';
import { editCommand } from './command.ts';
import { type Places, placesOf, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { nameInHistory } from './step-words.ts';

function movedBlocks(project: ProjectDocument, { places }: { readonly places: Places }, at: string): Sentence {
  const [first, ...others] = Object.keys(places);
  if (first === undefined || others.length > 0)
    return sentence('command.moveBlocks', { count: showCount(Object.keys(places).length) });
  return sentence('command.moveBlock', { block: nameInHistory(project, first, at) });
}

/** Puts blocks at other places; the model stays as it is. */
export const moveBlocks = editCommand<{ readonly places: Places }>({
  id: 'block:move',
  label: 'command.move',
  step: movedBlocks,
  run(project, { places }, at) {
    const before = placesOf(project, at);
    const moved = Object.entries(places).some(([id, [x, y]]) => before[id]?.[0] !== x || before[id][1] !== y);
    return { project: moved ? withPlaces(project, { ...before, ...places }, at) : project };
  },
});

/** How far one press of a key moves blocks, in canvas pixels. */
const keyStep = 20;

function moveByKey(to: 'Left' | 'Right' | 'Up' | 'Down', x: number, y: number) {
  return editCommand<{ readonly places: Places }>({
    id: `block:move-${to.toLowerCase()}`,
    label: `command.move${to}`,
    shortcuts: [`alt+arrow${to.toLowerCase()}`],
    from(state) {
      const places = placesOf(state.document.project, sceneOf(state).level.graphId);
      const moved = seenSelection(state).blocks.flatMap((block) => {
        const place = places[block];
        return place ? [[block, [place[0] + x * keyStep, place[1] + y * keyStep] as const] as const] : [];
      });
      return moved.length === 0 ? null : { places: Object.fromEntries(moved) };
    },
    step: movedBlocks,
    run: moveBlocks.run,
  });
}

/** Moves the selected blocks one step. */
export const moveCommands = [
  moveByKey('Left', -1, 0),
  moveByKey('Right', 1, 0),
  moveByKey('Up', 0, -1),
  moveByKey('Down', 0, 1),
] as const;
