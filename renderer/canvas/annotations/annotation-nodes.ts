import type { Node } from '@xyflow/react';
import type { Annotation, AnnotationId, Annotations, Frame, Note } from '../../../shared/graph/annotations.ts';
import type { Inference } from '../../../shared/graph/infer.ts';
import { cardBox } from '../../arranging/arrange.ts';
import { isWithin } from '../../arranging/boxes.ts';
import { annotationBox } from '../../commands/annotations.ts';
import type { Places } from '../../commands/places.ts';
import type { BlockNode } from '../cards/BlockCard.tsx';

export type FrameNode = Node<
  {
    readonly id: AnnotationId;
    readonly frame: Frame;
    readonly blocks: number;
    readonly parameters: number;
    /** Whether it lies within another frame. */
    readonly isInner: boolean;
  },
  'frame'
>;
export type NoteNode = Node<{ readonly id: AnnotationId; readonly note: Note }, 'note'>;
export type AnnotationNode = FrameNode | NoteNode;
/** Whatever stands on the canvas. */
export type CanvasNode = BlockNode | AnnotationNode;

/** Sets the canvas library's ids of frames and notes apart from those of blocks. */
const prefix = 'annotation:';

/** The canvas library's id of a frame or note. */
export function nodeOfAnnotation(id: AnnotationId): string {
  return prefix + id;
}

/** The frame or note that the canvas library means; null where it means a block. */
export function annotationOfNode(id: string, annotations: Annotations): AnnotationId | null {
  const rest = id.startsWith(prefix) ? id.slice(prefix.length) : null;
  return rest !== null && rest in annotations ? rest : null;
}

/** The canvas library's nodes of frames and notes, those of the last time where nothing about them changed. */
export function annotationNodes(
  before: ReadonlyMap<string, AnnotationNode>,
  annotations: Annotations,
  places: Places,
  inference: Inference,
  selected: ReadonlySet<AnnotationId>,
): readonly AnnotationNode[] {
  const frames = Object.values(annotations).filter(({ kind }) => kind === 'frame');
  return Object.entries(annotations).map(([id, annotation]) => {
    const isSelected = selected.has(id);
    const known = before.get(nodeOfAnnotation(id));
    if (annotation.kind === 'note') {
      if (known?.type === 'note' && known.data.note === annotation && known.selected === isSelected) return known;
      return { ...placed(id, annotation, isSelected), type: 'note', data: { id, note: annotation } };
    }
    const sum = sumOf(annotation, places, inference);
    const isInner = frames.some(
      (other) => other !== annotation && isWithin(annotationBox(annotation), annotationBox(other)),
    );
    if (
      known?.type === 'frame' &&
      known.data.frame === annotation &&
      known.selected === isSelected &&
      known.data.parameters === sum.parameters &&
      known.data.blocks === sum.blocks &&
      known.data.isInner === isInner
    ) {
      return known;
    }
    // Behind blocks and wires, smaller ones before larger ones.
    const larger = frames.filter((other) => areaOf(other) > areaOf(annotation)).length;
    return {
      ...placed(id, annotation, isSelected),
      type: 'frame',
      data: { id, frame: annotation, ...sum, isInner },
      zIndex: -frames.length + larger - 1,
      // Its middle is canvas: a box can be drawn and the camera moved there. Only its edge and its name take hold of it.
      selectable: false,
      style: { pointerEvents: 'none' },
    };
  });
}

const areaOf = ({ size: [width, height] }: Annotation) => width * height;

function placed(id: AnnotationId, { place: [x, y], size: [width, height] }: Annotation, selected: boolean) {
  const size = { width, height };
  return { id: nodeOfAnnotation(id), position: { x, y }, ...size, measured: size, handles: [], selected };
}

/** How many blocks lie wholly within a frame, and their parameters. */
function sumOf(frame: Frame, places: Places, { facts }: Inference) {
  const box = annotationBox(frame);
  let [blocks, parameters] = [0, 0];
  for (const [id, place] of Object.entries(places)) {
    if (!isWithin(cardBox(place), box)) continue;
    blocks++;
    parameters += facts.get(id)?.parameters ?? 0;
  }
  return { blocks, parameters };
}
