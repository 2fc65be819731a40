import type { BlockId } from '../../../shared/graph/document.ts';
import { reaches } from '../../../shared/graph/edits.ts';
import { outputPorts } from '../../../shared/graph/expand.ts';
import { flowOf } from '../../../shared/graph/flow.ts';
import type { OpenEnd, WireEnds } from '../../commands/connect-blocks.ts';
import type { Place } from '../../commands/places.ts';
import { shownInputs } from '../../commands/ports.ts';
import type { Scene } from '../../store/derived.ts';
import type { BlockNode } from '../cards/BlockCard.tsx';
import { portPoint } from '../cards/node-list.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A port without a wire, and where it is on the canvas. */
export interface FreePort extends OpenEnd, Point {}

/** How near two ports must come to be meant, in canvas pixels: a little more than the usual gap between cards. */
export const nearBy = 44;

/** Ports by the square of the canvas that they are in, so that a look around does not depend on how many there are. */
export type PortIndex = ReadonlyMap<string, readonly FreePort[]>;

const squareOf = ({ x, y }: Point) => [Math.floor(x / nearBy), Math.floor(y / nearBy)] as const;

/** The ports of these blocks without a wire: inputs that wait for one, outputs that feed nothing. */
export function freePorts({ model, graph }: Scene, nodes: readonly BlockNode[]): readonly FreePort[] {
  const { incoming, outgoing } = flowOf(graph);
  return nodes.flatMap((node) => {
    const block = graph.blocks[node.id];
    if (!block) return [];
    const ends = (kind: OpenEnd['from'], ports: readonly string[], used: readonly string[]) =>
      ports.flatMap((port): FreePort[] => {
        const point = used.includes(port) ? null : portPoint(node, kind, port);
        return point ? [{ block: node.id, port, from: kind, ...point }] : [];
      });
    const fed = (incoming.get(node.id) ?? []).map(({ wire }) => wire.to.port);
    const feeding = (outgoing.get(node.id) ?? []).map(({ wire }) => wire.from.port);
    return [
      ...ends('input', shownInputs(model.graphs, graph, node.id), fed),
      ...ends('output', outputPorts(model.graphs, block), feeding),
    ];
  });
}

/** Ports made ready to be looked up by place. */
export function indexed(ports: readonly FreePort[]): PortIndex {
  const index = new Map<string, FreePort[]>();
  for (const port of ports) {
    const square = squareOf(port).join();
    const list = index.get(square);
    if (list) list.push(port);
    else index.set(square, [port]);
  }
  return index;
}

/** The ports near a point, the nearest first. */
function around(index: PortIndex, point: Point): readonly (readonly [FreePort, number])[] {
  const [column, row] = squareOf(point);
  const found: (readonly [FreePort, number])[] = [];
  for (const x of [column - 1, column, column + 1]) {
    for (const y of [row - 1, row, row + 1]) {
      for (const port of index.get(`${x},${y}`) ?? []) {
        const distance = Math.hypot(port.x - point.x, port.y - point.y);
        if (distance <= nearBy) found.push([port, distance]);
      }
    }
  }
  return found.sort(([, one], [, other]) => one - other);
}

/** A port that is moved, and the one near it that it would be wired to. */
export interface Meeting {
  readonly moved: FreePort;
  readonly other: FreePort;
}

/**
 * The wires that are made if what is moved is dropped now: at most one into it and one out of it, each between the two ports nearest to
 * each other of those that fit.
 */
export function meetings(
  index: PortIndex,
  moved: readonly FreePort[],
  fits: (moved: FreePort, other: FreePort) => boolean,
): readonly Meeting[] {
  return (['input', 'output'] as const).flatMap((kind) => {
    const pairs = moved
      .filter(({ from }) => from === kind)
      .flatMap((port) => around(index, port).map(([other, distance]) => ({ moved: port, other, distance })))
      .filter(({ other }) => other.from !== kind)
      .sort((one, other) => one.distance - other.distance);
    const met = pairs.find((pair) => fits(pair.moved, pair.other));
    return met ? [{ moved: met.moved, other: met.other }] : [];
  });
}

/** Ports at other places, as their blocks are moved. */
export function movedTo(
  ports: readonly FreePort[],
  from: ReadonlyMap<BlockId, Place>,
  to: ReadonlyMap<BlockId, Place>,
): readonly FreePort[] {
  return ports.map((port) => {
    const [before, now] = [from.get(port.block)!, to.get(port.block) ?? from.get(port.block)!];
    return { ...port, x: port.x + now[0] - before[0], y: port.y + now[1] - before[1] };
  });
}

/** Both ends of the wire between two ports. */
export function endsOf({ moved, other }: Meeting): WireEnds {
  const [output, input] = moved.from === 'output' ? [moved, other] : [other, moved];
  return { from: output.block, output: output.port, to: input.block, port: input.port };
}

/** Meetings without one that would lead back into an earlier block once the other is wired. */
export function oneWay({ graph }: Scene, met: readonly Meeting[]): readonly Meeting[] {
  const [into, out] = met;
  return into && out && reaches(graph, out.other.block, into.other.block) ? [into] : met;
}
