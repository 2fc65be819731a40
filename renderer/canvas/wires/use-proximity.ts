import { useRef, useState } from 'react';
import type { BlockId } from '../../../shared/graph/document.ts';
import { inputPortsAt, outputPorts } from '../../../shared/graph/expand.ts';
import { blockToPlace } from '../../commands/add-block.ts';
import { run } from '../../commands/command.ts';
import { connectAll, type OpenEnd } from '../../commands/connect-blocks.ts';
import { card, type Place } from '../../commands/places.ts';
import { type Scene, sceneOf } from '../../store/derived.ts';
import { useEditor } from '../../store/use-editor.ts';
import type { CanvasNode } from '../annotations/annotation-nodes.ts';
import type { BlockNode } from '../cards/BlockCard.tsx';
import { fitsPort } from '../placing/inserting.ts';
import {
  endsOf,
  type FreePort,
  freePorts,
  indexed,
  type Meeting,
  meetings,
  movedTo,
  oneWay,
  type PortIndex,
} from './proximity.ts';
import { portKey, verdict } from './wiring.ts';

/** What is looked up while something is dragged, made once at its start. */
interface Drag {
  readonly scene: Scene;
  readonly index: PortIndex;
  readonly ports: readonly FreePort[];
  readonly places: ReadonlyMap<BlockId, Place>;
  fits(moved: FreePort, other: FreePort): boolean;
}

const none: readonly Meeting[] = [];
const placesOfNodes = (nodes: readonly CanvasNode[]) =>
  new Map(nodes.map(({ id, position }) => [id, [position.x, position.y] as const]));

/** Whether a wire between two ports fits, asked once for each pair. */
function onceForEach(fits: (moved: FreePort, other: FreePort) => boolean): Drag['fits'] {
  const known = new Map<string, boolean>();
  return (moved, other) => {
    const key = `${portKey(moved.block, moved.port)} ${portKey(other.block, other.port)}`;
    const answer = known.get(key) ?? fits(moved, other);
    known.set(key, answer);
    return answer;
  };
}

function wireFits(scene: Scene, moved: FreePort, other: FreePort): boolean {
  const { from, output, to, port } = endsOf({ moved, other });
  const { blocks } = scene.graph;
  // An Input straight into an Output is no network.
  if (blocks[from]!.type === 'Input' && blocks[to]!.type === 'Output') return false;
  return verdict(scene, { block: from, port: output }, { block: to, port }, null).fits;
}

/**
 * Wires that are made by bringing a port near another: `near` are those that dropping would make now. Off while Alt is held, and where the
 * person has switched it off.
 */
export function useProximity(nodes: readonly BlockNode[]) {
  const editor = useEditor();
  const [near, setNear] = useState(none);
  /** The same for what ends a drag, which comes before the next drawing. */
  const met = useRef(none);
  const drag = useRef<Drag | null>(null);
  const placing = useRef<{ readonly type: string; readonly drag: Drag } | null>(null);

  const show = (found: readonly Meeting[]) => {
    if (found.length === 0 && met.current.length === 0) return;
    met.current = found;
    setNear(found);
  };
  const isOff = (altKey: boolean) => altKey || !editor.get().view.connectNear;
  const end = () => {
    drag.current = null;
    placing.current = null;
    show(none);
  };
  const begin = (dragged: readonly CanvasNode[]) => {
    const scene = sceneOf(editor.get());
    const moving = new Set(dragged.map(({ id }) => id));
    const own = nodes.filter(({ id }) => moving.has(id));
    drag.current = {
      scene,
      index: indexed(
        freePorts(
          scene,
          nodes.filter(({ id }) => !moving.has(id)),
        ),
      ),
      ports: freePorts(scene, own),
      places: placesOfNodes(own),
      fits: onceForEach((moved, other) => wireFits(scene, moved, other)),
    };
  };
  const move = (altKey: boolean, dragged: readonly CanvasNode[]) => {
    if (!drag.current || isOff(altKey)) return show(none);
    const { scene, index, ports, places, fits } = drag.current;
    show(oneWay(scene, meetings(index, movedTo(ports, places, placesOfNodes(dragged)), fits)));
  };
  return {
    near,
    handlers: {
      onNodeDragStart: (_event: unknown, _node: CanvasNode, dragged: readonly CanvasNode[]) => begin(dragged),
      onNodeDrag: ({ altKey }: { readonly altKey: boolean }, _node: CanvasNode, dragged: readonly CanvasNode[]) =>
        move(altKey, dragged),
      onNodeDragStop: end,
      onSelectionDragStart: (_event: unknown, dragged: readonly CanvasNode[]) => begin(dragged),
      onSelectionDrag: ({ altKey }: { readonly altKey: boolean }, dragged: readonly CanvasNode[]) =>
        move(altKey, dragged),
      onSelectionDragStop: end,
    },
    /** Makes the wires that are near, as a part of the gesture that moved the blocks. */
    connect() {
      if (met.current.length > 0) run(editor, connectAll, { wires: met.current.map(endsOf) }, 'drag');
      end();
    },
    /** The same for a block of a type that would be placed somewhere, its upper left corner there. */
    placeAt(type: string, place: Place, altKey: boolean) {
      if (isOff(altKey)) return show(none);
      if (placing.current?.type !== type)
        placing.current = { type, drag: placingOf(sceneOf(editor.get()), nodes, type) };
      const { scene, index, ports, places, fits } = placing.current.drag;
      show(oneWay(scene, meetings(index, movedTo(ports, places, new Map([['', place]])), fits)));
    },
    /** The ports that a block dropped there is wired to. */
    take(): readonly OpenEnd[] {
      const ends = met.current.map(({ other: { block, port, from } }) => ({ block, port, from }));
      end();
      return ends;
    },
    end,
  };
}

function placingOf(scene: Scene, nodes: readonly BlockNode[], type: string): Drag {
  return {
    scene,
    index: indexed(freePorts(scene, nodes)),
    ports: portsOfType(scene, type),
    places: new Map([['', [0, 0]]]),
    fits: onceForEach((_moved, other) => {
      const { type: at } = scene.graph.blocks[other.block]!;
      if ((at === 'Input' && type === 'Output') || (at === 'Output' && type === 'Input')) return false;
      return fitsPort(scene, { type }, other);
    }),
  };
}

/** The first input and the first output that a block of a type would have at the corner of the canvas: those it is wired by. */
function portsOfType({ model }: Scene, type: string): readonly FreePort[] {
  const { block, graphs } = blockToPlace(model, type);
  const first = (ports: readonly string[], from: OpenEnd['from'], y: number): FreePort[] =>
    ports[0] === undefined ? [] : [{ block: '', port: ports[0], from, x: card.width / (ports.length + 1), y }];
  return [
    ...first(inputPortsAt(graphs, block), 'input', 0),
    ...first(outputPorts(graphs, block), 'output', card.height),
  ];
}
