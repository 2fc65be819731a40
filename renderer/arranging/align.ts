import { type Box, boundsOf } from './boxes.ts';

/** What boxes share after they were aligned. */
export const alignmentEdges = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type AlignmentEdge = (typeof alignmentEdges)[number];

export type Axis = 'horizontal' | 'vertical';

type Boxes = Readonly<Record<string, Box>>;
type Corners = Readonly<Record<string, readonly [x: number, y: number]>>;

/** The upper left corners of boxes with one edge, or their middles, in one line: that of the box around them all. */
export function aligned(boxes: Boxes, edge: AlignmentEdge): Corners {
  const around = boundsOf(Object.values(boxes));
  if (!around) return {};
  const corner = ({ x, y, width, height }: Box): readonly [number, number] => {
    switch (edge) {
      case 'left':
        return [around.x, y];
      case 'centre':
        return [Math.round(around.x + (around.width - width) / 2), y];
      case 'right':
        return [around.x + around.width - width, y];
      case 'top':
        return [x, around.y];
      case 'middle':
        return [x, Math.round(around.y + (around.height - height) / 2)];
      case 'bottom':
        return [x, around.y + around.height - height];
    }
  };
  return Object.fromEntries(Object.entries(boxes).map(([id, box]) => [id, corner(box)]));
}

/** The upper left corners of boxes with equal gaps between neighbours; the first and the last stay. */
export function distributed(boxes: Boxes, axis: Axis): Corners {
  const [start, size] = axis === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const sorted = Object.entries(boxes).sort(
    ([oneId, one], [otherId, other]) =>
      one[start] + one[size] / 2 - other[start] - other[size] / 2 || (oneId < otherId ? -1 : 1),
  );
  const [first, last] = [sorted[0]?.[1], sorted.at(-1)?.[1]];
  if (!first || !last) return {};
  const room = last[start] - first[start] - first[size];
  const inner = sorted.slice(1, -1).reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (room - inner) / Math.max(1, sorted.length - 1);
  let at = first[start];
  return Object.fromEntries(
    sorted.map(([id, box], index) => {
      const here = index === sorted.length - 1 ? box[start] : Math.round(at);
      at += box[size] + gap;
      return [id, axis === 'horizontal' ? ([here, box.y] as const) : ([box.x, here] as const)];
    }),
  );
}
