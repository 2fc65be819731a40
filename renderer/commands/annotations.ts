import { type Annotation, type AnnotationId, type Annotations, noAnnotations } from '../../shared/graph/annotations.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { cardBox } from '../arranging/arrange.ts';
import { type Box, isWithin } from '../arranging/boxes.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import { type Place, placesOf, withPlaces } from './places.ts';

/** The frames and notes of a graph. */
export function annotationsOf({ layout }: ProjectDocument, at: string): Annotations {
  return layout.graphs[at]?.annotations ?? noAnnotations;
}

/** The rectangle of a frame or note. */
export function annotationBox({ place: [x, y], size: [width, height] }: Annotation): Box {
  return { x, y, width, height };
}

/** A place in whole pixels; to round makes -0, which no file can hold. */
export const wholePlace = ([x, y]: Place): Place => [Math.round(x) + 0, Math.round(y) + 0];

/** The project with other frames and notes in a graph. Blocks that had no saved place keep the one they are shown at. */
export function withAnnotations(project: ProjectDocument, annotations: Annotations, at: string): ProjectDocument {
  const placed = withPlaces(project, placesOf(project, at), at);
  const { annotations: _before, ...layout } = placed.layout.graphs[at]!;
  const entry = Object.keys(annotations).length === 0 ? layout : { ...layout, annotations };
  return { ...placed, layout: { ...placed.layout, graphs: { ...placed.layout.graphs, [at]: entry } } };
}

/** Blocks and annotations of a graph. */
export interface Things {
  readonly blocks: readonly BlockId[];
  readonly annotations: readonly AnnotationId[];
}

/** What moves when some things do: those themselves, and all that lies wholly within a frame among them. */
export function withHeld(project: ProjectDocument, { blocks, annotations }: Things, at: string): Things {
  const all = annotationsOf(project, at);
  const places = placesOf(project, at);
  const frames = annotations.flatMap((id) => (all[id]?.kind === 'frame' ? [annotationBox(all[id])] : []));
  if (frames.length === 0) return { blocks, annotations };
  const isHeld = (box: Box) => frames.some((frame) => isWithin(box, frame));
  const heldBlocks = Object.keys(places).filter((id) => isHeld(cardBox(places[id]!)));
  const heldAnnotations = Object.keys(all).filter((id) => isHeld(annotationBox(all[id]!)));
  return {
    blocks: [...new Set([...blocks, ...heldBlocks])],
    annotations: [...new Set([...annotations, ...heldAnnotations])],
  };
}
