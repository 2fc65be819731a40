import { type Connection, type FinalConnectionState, type OnConnectStartParams, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { WireId } from '../../../shared/graph/document.ts';
import { outputPorts } from '../../../shared/graph/expand.ts';
import { run } from '../../commands/command.ts';
import { connectBlocks, type OpenEnd, type WireEnds } from '../../commands/connect-blocks.ts';
import { moveWire } from '../../commands/move-wire.ts';
import { sceneOf } from '../../store/derived.ts';
import { useEditor } from '../../store/use-editor.ts';
import type { BlockNode } from '../cards/BlockCard.tsx';
import { isEmptyCanvas } from '../placing/use-inserting.ts';
import type { WireEdge } from './WireLine.tsx';
import { inputForDrop, portKey, type Verdict, verdictsFrom, verdictsInto, type Wiring } from './wiring.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far a wire must be drawn for its end over empty canvas to be meant, in pixels: a click on a port may slip. */
const meantFrom = 40;

function pointOf(event: MouseEvent | TouchEvent): Point {
  const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event;
  return { x, y };
}

/** The ends of a wire as the canvas library has them. */
function endsOf({ source, sourceHandle, target, targetHandle }: Omit<Connection, never> | WireEdge): WireEnds {
  return { from: source, output: sourceHandle ?? 'output', to: target, port: targetHandle ?? 'input' };
}

/** Where a wire begins. */
function beginningOf({ nodeId, handleType, handleId }: OnConnectStartParams): OpenEnd | null {
  if (nodeId === null || handleType === null) return null;
  const from = handleType === 'source' ? 'output' : 'input';
  return { block: nodeId, port: handleId ?? from, from };
}

/**
 * Wires drawn by hand: dragged from a port to a port or a card, or clicked at one and then at the other. `wiring` is the one
 * being drawn, `handlers` are what the canvas library is to call. A port that refuses says why, until the next wire is begun.
 * `onLetGo` is called where a new wire is let go over empty canvas, with the point in pixels of the window.
 */
export function useWiring(onLetGo: (point: Point, wire: OpenEnd) => void) {
  const editor = useEditor();
  const store = useStoreApi<BlockNode, WireEdge>();
  const [wiring, setWiring] = useState<Wiring | null>(null);
  /** Whether the wire being drawn was begun by a click, and ends with the next one. */
  const [clicked, setClicked] = useState(false);
  /** The wire whose end is being taken elsewhere. */
  const moved = useRef<WireId | null>(null);
  /** Where the drawing of a wire began. */
  const start = useRef<Point | null>(null);
  /** The notice that says why the last wire was refused, which goes with the next wire, or the page. */
  const refusal = useRef<number | null>(null);

  const forgetRefusal = useCallback(() => {
    if (refusal.current !== null) editor.dismiss(refusal.current);
    refusal.current = null;
  }, [editor]);
  useEffect(() => forgetRefusal, [forgetRefusal]);

  const begin = (params: OnConnectStartParams, byClick: boolean) => {
    const end = beginningOf(params);
    if (end === null) return;
    forgetRefusal();
    const shown = sceneOf(editor.get());
    const verdicts =
      end.from === 'output' ? verdictsFrom(shown, end, moved.current) : verdictsInto(shown, end, moved.current);
    // A drag takes the place of a wire that was begun by a click.
    if (!byClick) store.setState({ connectionClickStartHandle: null });
    setClicked(byClick);
    setWiring({ ...end, verdicts });
  };
  const end = useCallback(() => {
    store.setState({ connectionClickStartHandle: null });
    setClicked(false);
    setWiring(null);
  }, [store]);
  useEffect(() => {
    if (!clicked) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      end();
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [clicked, end]);

  const verdictOf = ({ from, output, to, port }: WireEnds) =>
    wiring?.verdicts.get(wiring.from === 'input' ? portKey(from, output) : portKey(to, port));
  /** Whether a port refuses the wire; it says why. */
  const refuses = (verdict: Verdict | undefined): boolean => {
    if (!verdict || verdict.fits || verdict.possible) return false;
    refusal.current = editor.notify('warning', verdict.reason);
    return true;
  };
  /** Wires as was meant, unless the port refuses that. */
  const connectMeant = (ends: WireEnds) => {
    if (refuses(verdictOf(ends))) return;
    if (moved.current !== null) run(editor, moveWire, { ...ends, wire: moved.current });
    else run(editor, connectBlocks, ends);
  };
  /** The wire that was meant by its beginning and a card, where one port of the card can be meant. */
  const endsOnCard = ({ block, port, from }: OpenEnd, card: string): WireEnds | null => {
    const shown = sceneOf(editor.get());
    if (from === 'output') {
      const input = inputForDrop(shown, card);
      return input === null ? null : { from: block, output: port, to: card, port: input };
    }
    const [output] = outputPorts(shown.model.graphs, shown.graph.blocks[card]!);
    return output === undefined ? null : { from: card, output, to: block, port };
  };
  const endOnCard = (beginning: OpenEnd, card: string) => {
    const ends = card === beginning.block ? null : endsOnCard(beginning, card);
    if (ends !== null) connectMeant(ends);
  };

  const isMeant = ({ x, y }: Point) =>
    start.current !== null && Math.hypot(x - start.current.x, y - start.current.y) >= meantFrom;

  return {
    wiring,
    /** Ends a wire that a click has begun on the card that was clicked now. */
    clickCard(card: string) {
      if (wiring === null || !clicked) return;
      end();
      endOnCard(wiring, card);
    },
    handlers: {
      onConnect: (connection: Connection) => void run(editor, connectBlocks, endsOf(connection)),
      onConnectStart(event: MouseEvent | TouchEvent, params: OnConnectStartParams) {
        start.current = pointOf(event);
        begin(params, false);
      },
      onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
        end();
        if (state.isValid || !state.fromNode || state.fromHandle === null) return;
        const { id: handleId, type: handleType } = state.fromHandle;
        const beginning = beginningOf({ nodeId: state.fromNode.id, handleId: handleId ?? null, handleType });
        const point = pointOf(event);
        const under = document.elementFromPoint(point.x, point.y);
        const card = under?.closest<HTMLElement>('[data-block]')?.dataset.block;
        if (beginning === null) return;
        if (card !== undefined) endOnCard(beginning, card);
        else if (moved.current === null && state.toHandle === null && isEmptyCanvas(under) && isMeant(point))
          onLetGo(point, beginning);
      },
      onClickConnectStart: (_event: unknown, params: OnConnectStartParams) => begin(params, true),
      onClickConnectEnd({ target }: MouseEvent | TouchEvent) {
        end();
        const port = (target as HTMLElement).closest<HTMLElement>('[data-port]')?.dataset.port;
        const card = (target as HTMLElement).closest<HTMLElement>('[data-block]')?.dataset.block;
        if (port !== undefined && card !== undefined) refuses(wiring?.verdicts.get(portKey(card, port)));
      },
      onReconnectStart(_event: unknown, { id }: WireEdge) {
        moved.current = id;
      },
      onReconnectEnd() {
        moved.current = null;
      },
      onReconnect: ({ id }: WireEdge, connection: Connection) =>
        void run(editor, moveWire, { wire: id, ...endsOf(connection) }),
      isValidConnection(connection: Connection | WireEdge) {
        const verdict = verdictOf(endsOf(connection));
        return verdict === undefined || verdict.fits || verdict.possible;
      },
    },
  };
}
