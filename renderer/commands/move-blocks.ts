import type { AnnotationId } from '../../shared/graph/annotations.ts';
import type { Sentence } from '../../shared/messages/sentence.ts';
import { sentence } from '../messages/text.ts';
import { sceneOf } from '../store/derived.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { showCount } from '../training/number-text.ts';
import { annotationsOf, type Things, wholePlace, withAnnotations, withHeld } from './annotations.ts';
import { editCommand } from './command.ts';
import { type Place, type Places, placesOf, withPlaces } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { nameInHistory } from './step-words.ts';

/** Blocks, frames and notes with the places that they go to. */
interface Moves {
  readonly places: Places;
  readonly annotations?: Readonly<Record<AnnotationId, Place>>;
}

function movedThings(project: ProjectDocument, { places, annotations = {} }: Moves, at: string): Sentence {
  const all = annotationsOf(project, at);
  const [annotation, ...otherAnnotations] = Object.keys(annotations);
  // What a frame holds goes without saying.
  const frame = Object.keys(annotations).find((id) => all[id]?.kind === 'frame');
  if (frame !== undefined) return sentence('command.moveFrame');
  const [first, ...others] = Object.keys(places);
  if (first === undefined && annotation !== undefined && otherAnnotations.length === 0)
    return sentence('command.moveNote');
  if (first === undefined || others.length > 0)
    return sentence('command.moveBlocks', { count: showCount(Object.keys(places).length) });
  return sentence('command.moveBlock', { block: nameInHistory(project, first, at) });
}

/** Puts blocks, frames and notes at other places; the model stays as it is. */
export const moveBlocks = editCommand<Moves>({
  id: 'block:move',
  label: 'command.move',
  step: movedThings,
  run(project, { places, annotations = {} }, at) {
    const before = placesOf(project, at);
    const isMoved = Object.entries(places).some(([id, [x, y]]) => before[id]?.[0] !== x || before[id][1] !== y);
    const placed = isMoved ? withPlaces(project, { ...before, ...places }, at) : project;
    const all = annotationsOf(placed, at);
    const moved = Object.entries(annotations).flatMap(([id, place]) => {
      const annotation = all[id];
      if (!annotation || (annotation.place[0] === place[0] && annotation.place[1] === place[1])) return [];
      return [[id, { ...annotation, place: wholePlace(place) }] as const];
    });
    if (moved.length === 0) return { project: placed };
    return { project: withAnnotations(placed, { ...all, ...Object.fromEntries(moved) }, at) };
  },
});

/** How far one press of a key moves blocks, in canvas pixels. */
const keyStep = 20;

function moveByKey(to: 'Left' | 'Right' | 'Up' | 'Down', x: number, y: number) {
  return editCommand<Moves>({
    id: `block:move-${to.toLowerCase()}`,
    label: `command.move${to}`,
    shortcuts: [`alt+arrow${to.toLowerCase()}`],
    from(state) {
      const { project } = state.document;
      const at = sceneOf(state).level.graphId;
      const { blocks, annotations } = withHeld(project, seenSelection(state), at);
      return blocks.length + annotations.length === 0
        ? null
        : shifted(project, { blocks, annotations }, [x * keyStep, y * keyStep], at);
    },
    step: movedThings,
    run: moveBlocks.run,
  });
}

/** Where things go that are moved so far. */
export function shifted(project: ProjectDocument, things: Things, [x, y]: Place, at: string): Required<Moves> {
  const all = annotationsOf(project, at);
  const places = placesOf(project, at);
  const moved = (place: Place | undefined): readonly Place[] => (place ? [[place[0] + x, place[1] + y]] : []);
  return {
    places: Object.fromEntries(things.blocks.flatMap((id) => moved(places[id]).map((place) => [id, place]))),
    annotations: Object.fromEntries(
      things.annotations.flatMap((id) => moved(all[id]?.place).map((place) => [id, place])),
    ),
  };
}

/** Moves what is selected one step. */
export const moveCommands = [
  moveByKey('Left', -1, 0),
  moveByKey('Right', 1, 0),
  moveByKey('Up', 0, -1),
  moveByKey('Down', 0, 1),
] as const;
