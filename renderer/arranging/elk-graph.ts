import type { ElkNode, ElkPort } from 'elkjs/lib/elk-api.js';
import type { BlockId, Graph, ModelDocument } from '../../shared/graph/document.ts';
import { outputPorts } from '../../shared/graph/expand.ts';
import { flowOf } from '../../shared/graph/flow.ts';
import { card } from '../commands/places.ts';
import { shownInputs } from '../commands/ports.ts';
import type { Box } from './boxes.ts';

/** Blocks that stay together while they are arranged, in a box with room around them. */
export interface Enclosure {
  readonly id: string;
  /** The enclosure that this one lies in. */
  readonly within: string | null;
  readonly blocks: readonly BlockId[];
}

/** What is arranged: some blocks of a graph, and the boxes that hold some of them. */
export interface ToArrange {
  readonly graphs: ModelDocument['graphs'];
  readonly graph: Graph;
  readonly blocks: readonly BlockId[];
  readonly enclosures: readonly Enclosure[];
}

/** How ELK may line blocks up along a wire; which is best depends on the graph. */
export const alignments = ['LEFTUP', 'LEFTDOWN', 'BALANCED'] as const;
export type Alignment = (typeof alignments)[number];

/** Room within a box around what it holds: for wires that turn above and below it, and more at the top, where its name stands. */
export const enclosureRoom = { top: 60, right: 16, bottom: 36, left: 16 } as const;

const spacing = {
  'elk.layered.spacing.nodeNodeBetweenLayers': `${card.below}`,
  'elk.spacing.nodeNode': `${card.below}`,
  // The canvas draws its own wires, which all turn at one height: a second lane between two rows would only widen the gap.
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '0',
  // Room beside a card for a wire that passes it.
  'elk.spacing.edgeNode': '24',
  'elk.spacing.edgeEdge': '14',
};

const layered = {
  ...spacing,
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  // The same graph gives the same places each time.
  'elk.randomSeed': '1',
};

const inputKey = (block: BlockId, port: string) => `${block}\ninput\n${port}`;
const outputKey = (block: BlockId, port: string) => `${block}\noutput\n${port}`;

/** A graph as ELK takes it: cards at their real size, with their ports where they are drawn. */
export function elkGraph({ graphs, graph, blocks, enclosures }: ToArrange, alignment: Alignment): ElkNode {
  const chosen = new Set(blocks);
  const nodes = new Map<string, ElkNode>();
  const { ids, cyclic } = flowOf(graph);
  const inOrder = [...ids, ...cyclic].filter((id) => chosen.has(id));
  for (const id of inOrder) {
    const inputs = shownInputs(graphs, graph, id);
    const outputs = outputPorts(graphs, graph.blocks[id]!);
    nodes.set(id, {
      id,
      width: card.width,
      height: card.height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [
        ...inputs.map((port, index) => elkPort(inputKey(id, port), 'NORTH', 0, (index + 1) / (inputs.length + 1))),
        ...outputs.map((port, index) =>
          elkPort(outputKey(id, port), 'SOUTH', card.height, (index + 1) / (outputs.length + 1)),
        ),
      ],
    });
  }
  const { top, right, bottom, left } = enclosureRoom;
  const padding = `[top=${top},left=${left},bottom=${bottom},right=${right}]`;
  const boxes = new Map<string, ElkNode>(
    enclosures.map(({ id }) => [id, { id: boxKey(id), layoutOptions: { ...layered, 'elk.padding': padding } }]),
  );
  const inside = new Map(enclosures.flatMap(({ id, blocks: held }) => held.map((block) => [block, id] as const)));
  const root: ElkNode = {
    id: 'root',
    layoutOptions: {
      ...layered,
      'elk.layered.nodePlacement.bk.fixedAlignment': alignment,
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
    },
    children: [],
  };
  const put = (node: ElkNode, box: string | null | undefined) => {
    const parent = boxes.get(box ?? '') ?? root;
    parent.children = [...(parent.children ?? []), node];
  };
  for (const [id, node] of nodes) put(node, inside.get(id));
  for (const { id, within } of enclosures) put(boxes.get(id)!, within);
  const ports = new Set([...nodes.values()].flatMap((node) => node.ports!.map(({ id }) => id)));
  root.edges = Object.entries(graph.wires).flatMap(([id, { from, to }]) => {
    const ends = [outputKey(from.block, from.port), inputKey(to.block, to.port)] as const;
    // A wire at a port that is no more has a problem of its own on the canvas; it must not keep the rest from being arranged.
    return ends.every((end) => ports.has(end)) ? [{ id, sources: [ends[0]], targets: [ends[1]] }] : [];
  });
  return root;
}

const boxKey = (id: string) => `box\n${id}`;

function elkPort(id: string, side: 'NORTH' | 'SOUTH', y: number, share: number): ElkPort {
  return { id, x: card.width * share, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } };
}

/** Where everything stands after it was arranged. */
export interface Arranged {
  readonly blocks: Readonly<Record<BlockId, Box>>;
  readonly enclosures: Readonly<Record<string, Box>>;
}

/** The places that ELK found. */
export function readArranged({ enclosures }: ToArrange, laidOut: ElkNode): Arranged {
  const boxIds = new Map(enclosures.map(({ id }) => [boxKey(id), id]));
  const blocks: Record<BlockId, Box> = {};
  const boxes: Record<string, Box> = {};
  const read = ({ children = [] }: ElkNode, left: number, top: number) => {
    for (const child of children) {
      const { id, x = 0, y = 0, width = 0, height = 0 } = child;
      const box = { x: left + x, y: top + y, width, height };
      const enclosure = boxIds.get(id);
      if (enclosure === undefined) blocks[id] = box;
      else boxes[enclosure] = box;
      read(child, box.x, box.y);
    }
  };
  read(laidOut, 0, 0);
  return { blocks, enclosures: boxes };
}
