import { type AnnotationId, type Frame, type Note, smallest } from '../../shared/graph/annotations.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { freshId } from '../../shared/graph/edits.ts';
import type { Sentence } from '../../shared/messages/sentence.ts';
import { cardBox } from '../arranging/arrange.ts';
import { type Box, boundsOf, overlap } from '../arranging/boxes.ts';
import { enclosureRoom } from '../arranging/elk-graph.ts';
import { sentence } from '../messages/text.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { annotationBox, annotationsOf, type Things, wholePlace, withAnnotations } from './annotations.ts';
import { actionCommand, type Edited, editCommand } from './command.ts';
import { type Place, placesOf } from './places.ts';
import { seenSelection } from './seen-selection.ts';
import { askCanvas } from './view-commands.ts';

/** Width and height of a note that was just put down. */
const noteSize = [200, 88] as const;

/** Draws a frame around the selected blocks and notes; it is selected then, to be named. */
export const frameSelection = editCommand<Things>({
  id: 'layout:frame',
  label: 'command.frame',
  shortcuts: ['f'],
  from(state) {
    const { blocks, annotations } = seenSelection(state);
    return blocks.length + annotations.length === 0 ? null : { blocks, annotations };
  },
  run(project, { blocks, annotations }, at): Edited {
    const all = annotationsOf(project, at);
    const places = placesOf(project, at);
    const around = boundsOf([
      ...blocks.flatMap((id: BlockId) => (places[id] ? [cardBox(places[id])] : [])),
      ...annotations.flatMap((id) => (all[id] ? [annotationBox(all[id])] : [])),
    ]);
    if (!around) return { project };
    const { right, bottom, left } = enclosureRoom;
    const others = Object.keys(places).filter((id) => !blocks.includes(id));
    const top = roomAbove(
      around,
      others.map((id) => cardBox(places[id]!)),
    );
    const frame: Frame = {
      kind: 'frame',
      name: '',
      colour: 'io',
      place: wholePlace([around.x - left, around.y - top]),
      size: [Math.round(around.width) + left + right, Math.round(around.height) + top + bottom],
    };
    const id = freshId(all, 'frame');
    return { project: withAnnotations(project, { ...all, [id]: frame }, at), select: { annotations: [id] } };
  },
});

/** Height of the line in which a frame has its name. */
const headHeight = 34;

/** Room for a frame's name above what it is around: less than is best where another card would lie on the name. */
function roomAbove({ x, y, width }: Box, cards: readonly Box[]): number {
  const above = cards
    .filter((card) => card.x < x + width && card.x + card.width > x && card.y + card.height <= y)
    .map((card) => y - card.y - card.height);
  return Math.max(headHeight, Math.min(enclosureRoom.top, ...above.map((gap) => gap - 2)));
}

/** Puts an empty note down with its middle at a place, or below it where something is in the way; it is selected then, to be written. */
export const putNote = editCommand<{ readonly middle: Place }>({
  id: 'layout:put-note',
  label: 'command.addNote',
  run(project, { middle: [x, y] }, at): Edited {
    const all = annotationsOf(project, at);
    const [width, height] = noteSize;
    const taken: readonly Box[] = [
      ...Object.values(placesOf(project, at)).map(cardBox),
      ...Object.values(all).flatMap((each) => (each.kind === 'note' ? [annotationBox(each)] : [])),
    ];
    let box: Box = { x: Math.round(x - width / 2) + 0, y: Math.round(y - height / 2) + 0, width, height };
    for (
      let hit = taken.find((other) => overlap(other, box, 8));
      hit;
      hit = taken.find((other) => overlap(other, box, 8))
    )
      box = { ...box, y: Math.ceil(hit.y + hit.height) + 16 };
    const note: Note = { kind: 'note', text: '', place: [box.x, box.y], size: noteSize };
    const id = freshId(all, 'note');
    return { project: withAnnotations(project, { ...all, [id]: note }, at), select: { annotations: [id] } };
  },
});

/** Puts a note in the middle of what the canvas shows. */
export const addNote = actionCommand<true>({
  id: 'layout:note',
  label: 'command.addNote',
  shortcuts: ['n'],
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: () => askCanvas('add-note'),
});

interface Change {
  readonly id: AnnotationId;
  readonly change: Partial<Omit<Frame, 'kind'>> & Partial<Omit<Note, 'kind'>>;
}

function changedWords(project: ProjectDocument, { id, change }: Change, at: string): Sentence {
  const before = annotationsOf(project, at)[id];
  if (change.size) return sentence(before?.kind === 'note' ? 'command.resizeNote' : 'command.resizeFrame');
  if (change.colour) return sentence('command.colourFrame');
  if (change.text !== undefined) return sentence('command.writeNote');
  if (change.name) return sentence('command.nameFrame', { name: change.name });
  return sentence('command.unnameFrame');
}

/** Gives a frame another name, colour or size, or a note another text or size. */
export const changeAnnotation = editCommand<Change>({
  id: 'layout:change-annotation',
  label: 'command.changeAnnotation',
  step: changedWords,
  run(project, { id, change }, at) {
    const all = annotationsOf(project, at);
    const before = all[id];
    if (!before) return { project };
    const [least, size] = [smallest[before.kind], change.size ?? before.size];
    const after = {
      ...before,
      ...change,
      place: wholePlace(change.place ?? before.place),
      size: [Math.max(least[0], Math.round(size[0])), Math.max(least[1], Math.round(size[1]))] as const,
    };
    if (JSON.stringify(after) === JSON.stringify(before)) return { project };
    return { project: withAnnotations(project, { ...all, [id]: after }, at) };
  },
});
