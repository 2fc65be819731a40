import { getViewportForBounds, type ReactFlowInstance, type Viewport } from '@xyflow/react';
import { cardBox } from '../arranging/arrange.ts';
import { type Box, boundsOf } from '../arranging/boxes.ts';
import { annotationBox, annotationsOf } from '../commands/annotations.ts';
import { placesOf } from '../commands/places.ts';
import { sceneOf } from '../store/derived.ts';
import type { EditorState } from '../store/state.ts';

/** Room at the edges for what floats above the canvas, and for wires that go round. */
export const fitPadding = () =>
  ({ top: '44px', bottom: '44px', left: '190px', right: window.innerWidth > 1100 ? '176px' : '24px' }) as const;

/** Farthest that the camera goes away. */
export const minZoom = 0.05;

/** Looks at a part of the canvas. It is told by the document's places, since cards may still be on their way to them. */
export function lookAt(
  flow: Pick<ReactFlowInstance, 'setViewport'>,
  area: HTMLElement,
  bounds: Box,
  maxZoom: number,
  duration: number,
): void {
  const { width, height } = area.getBoundingClientRect();
  const viewport = getViewportForBounds(bounds, width, height, minZoom, maxZoom, fitPadding());
  void flow.setViewport(viewport, { duration });
}

/** The part of the canvas that its window of this size shows, without a rim of so many pixels of the screen. */
export function areaInSight({ x, y, zoom }: Viewport, { width, height }: Pick<Box, 'width' | 'height'>, rim = 0): Box {
  return {
    x: (rim - x) / zoom,
    y: (rim - y) / zoom,
    width: (width - 2 * rim) / zoom,
    height: (height - 2 * rim) / zoom,
  };
}

/** The rectangle around what is on the canvas, or around what is selected there; null where that is nothing. */
export function boundsInSight(state: EditorState, isSelection = false): Box | null {
  const { document, view } = state;
  const at = sceneOf(state).level.graphId;
  const places = placesOf(document.project, at);
  const annotations = annotationsOf(document.project, at);
  const { selection } = view;
  const blocks = isSelection ? selection.blocks : Object.keys(places);
  const others = isSelection ? selection.annotations : Object.keys(annotations);
  return boundsOf([
    ...blocks.flatMap((id) => (places[id] ? [cardBox(places[id])] : [])),
    ...others.flatMap((id) => (annotations[id] ? [annotationBox(annotations[id])] : [])),
  ]);
}
