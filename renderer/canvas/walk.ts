import type { BlockId, Graph } from '../../shared/graph/document.ts';
import type { Places } from '../commands/places.ts';

/** The block that an arrow key leads to: along the wires up and down, to the nearest card sideways; null if there is none. */
export function neighbour(
  graph: Graph,
  places: Places,
  from: BlockId,
  direction: 'up' | 'down' | 'left' | 'right',
): BlockId | null {
  const wires = Object.values(graph.wires);
  const [x, y] = places[from] ?? [0, 0];
  const nearest = (ids: readonly BlockId[], distance: (x: number, y: number) => number): BlockId | null => {
    const sorted = ids
      .filter((id) => id !== from && places[id])
      .toSorted((a, b) => distance(...places[a]!) - distance(...places[b]!));
    return sorted[0] ?? null;
  };
  const plain = (otherX: number, otherY: number) => Math.hypot(otherX - x, otherY - y);
  switch (direction) {
    case 'down':
      return nearest(
        wires.flatMap((wire) => (wire.from.block === from ? [wire.to.block] : [])),
        plain,
      );
    case 'up':
      return nearest(
        wires.flatMap((wire) => (wire.to.block === from ? [wire.from.block] : [])),
        plain,
      );
    case 'left':
    case 'right': {
      const side = direction === 'left' ? -1 : 1;
      const beside = Object.keys(places).filter((id) => (places[id]![0] - x) * side > 40);
      return nearest(beside, (otherX, otherY) => Math.abs(otherX - x) + 3 * Math.abs(otherY - y));
    }
  }
}
