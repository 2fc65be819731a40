import { outputPorts } from '../../shared/graph/expand.ts';
import { corners } from '../canvas/wires/wire-path.ts';
import { shownInputs } from '../commands/ports.ts';
import { type Box, overlap } from './boxes.ts';
import type { Arranged, ToArrange } from './elk-graph.ts';

/** How many wires, drawn as the canvas does, run under cards that they do not belong to. */
export function coveredWires({ graphs, graph }: ToArrange, { blocks }: Arranged): number {
  const rows = new Map<number, (readonly [string, Box])[]>();
  for (const entry of Object.entries(blocks)) {
    const row = rowOf(entry[1].y);
    for (const each of [row, row + 1]) rows.set(each, [...(rows.get(each) ?? []), entry]);
  }
  const cardsBetween = (top: number, bottom: number) => {
    const found: (readonly [string, Box])[] = [];
    for (let row = rowOf(top); row <= rowOf(bottom); row++) found.push(...(rows.get(row) ?? []));
    return found;
  };
  return Object.values(graph.wires).filter(({ from, to }) => {
    const [source, target] = [blocks[from.block], blocks[to.block]];
    if (!source || !target) return false;
    const start = {
      x: source.x + portAt(outputPorts(graphs, graph.blocks[from.block]!), from.port, source.width),
      y: source.y + source.height,
    };
    const end = { x: target.x + portAt(shownInputs(graphs, graph, to.block), to.port, target.width), y: target.y };
    const points = corners(start, end);
    return points.slice(1).some((point, index) => {
      const before = points[index]!;
      const run: Box = {
        x: Math.min(before.x, point.x),
        y: Math.min(before.y, point.y),
        width: Math.abs(point.x - before.x),
        height: Math.abs(point.y - before.y),
      };
      return cardsBetween(run.y, run.y + run.height).some(
        ([id, box]) => id !== from.block && id !== to.block && overlap(run, box),
      );
    });
  }).length;
}

/** Cards are looked up by stripes of the canvas as high as a row, so that long wires are not held against every card. */
const stripe = 116;
const rowOf = (y: number) => Math.floor(y / stripe);

function portAt(ports: readonly string[], port: string, width: number): number {
  const index = Math.max(0, ports.indexOf(port));
  return (width * (index + 1)) / (ports.length + 1);
}
