import type { Annotations } from '../../shared/graph/annotations.ts';
import { cardBox } from '../arranging/arrange.ts';
import type { Box } from '../arranging/boxes.ts';
import { annotationBox, type Things } from '../commands/annotations.ts';
import type { Place, Places } from '../commands/places.ts';

/** Whether a point lies within a line that closes itself; where it crosses itself, by how often a ray crosses it. */
export function isInside([x, y]: Place, line: readonly Place[]): boolean {
  let inside = false;
  line.forEach(([x1, y1], index) => {
    const [x2, y2] = line.at(index - 1)!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

const middleOf = ({ x, y, width, height }: Box): Place => [x + width / 2, y + height / 2];
const cornersOf = ({ x, y, width, height }: Box): readonly Place[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** What a lasso catches: blocks and notes by their middles, and frames, which are large, by all their corners. */
export function caughtBy(line: readonly Place[], places: Places, annotations: Annotations): Things {
  return {
    blocks: Object.keys(places).filter((id) => isInside(middleOf(cardBox(places[id]!)), line)),
    annotations: Object.keys(annotations).filter((id) => {
      const box = annotationBox(annotations[id]!);
      const points = annotations[id]!.kind === 'note' ? [middleOf(box)] : cornersOf(box);
      return points.every((point) => isInside(point, line));
    }),
  };
}
