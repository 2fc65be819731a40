import { type NodeHandle, Position } from '@xyflow/react';
import { type Place, card as size } from '../../commands/places.ts';
import type { CostMark } from '../costs/cost-marks.ts';
import type { WireAttention, WireEdge } from '../wires/WireLine.tsx';
import type { BlockNode } from './BlockCard.tsx';
import type { Card, Port, WireView } from './cards.ts';

/** Edge of a port's target area. */
const port = 24;

/** The ports of a card as the canvas library has them. They follow from the card, so nothing has to be measured. */
function handlesOf(card: Card): NodeHandle[] {
  const along = (ports: readonly Port[], type: 'source' | 'target') =>
    ports.map(
      ({ id }, index): NodeHandle => ({
        id,
        type,
        position: type === 'target' ? Position.Top : Position.Bottom,
        x: (size.width * (index + 1)) / (ports.length + 1) - port / 2,
        y: (type === 'target' ? 0 : size.height) - port / 2,
        width: port,
        height: port,
      }),
    );
  return [...along(card.inputs, 'target'), ...along(card.outputs, 'source')];
}

/** Where a port's disc is on the canvas; null where there is no such port. */
export function portPoint(
  { position, handles = [] }: Pick<BlockNode, 'position' | 'handles'>,
  kind: 'input' | 'output',
  id: string,
): { readonly x: number; readonly y: number } | null {
  const type = kind === 'input' ? 'target' : 'source';
  const handle = handles.find((each) => each.type === type && each.id === id);
  return handle ? { x: position.x + handle.x + port / 2, y: position.y + handle.y + port / 2 } : null;
}

/** The canvas library's node of a card; the one of the last time if nothing about it changed. */
export function nodeOf(
  before: BlockNode | undefined,
  card: Card,
  [x, y]: Place,
  selected: boolean,
  mark: CostMark | null = null,
): BlockNode {
  const isSame = before?.data.card === card && before.data.mark === mark;
  if (isSame && before.position.x === x && before.position.y === y && before.selected === selected) {
    return before;
  }
  return {
    id: card.id,
    type: 'block',
    position: { x, y },
    data: isSame ? before.data : { card, mark },
    selected,
    width: size.width,
    height: size.height,
    measured: { width: size.width, height: size.height },
    handles: handlesOf(card),
  };
}

/** The canvas library's edge of a wire; the one of the last time if nothing about it changed. */
export function edgeOf(
  before: WireEdge | undefined,
  wire: WireView,
  selected: boolean,
  attention: WireAttention,
): WireEdge {
  if (before?.data?.wire === wire && before.selected === selected && before.data.attention === attention) return before;
  return {
    id: wire.id,
    type: 'wire',
    source: wire.from,
    sourceHandle: wire.output,
    target: wire.to,
    targetHandle: wire.port,
    selected,
    ariaLabel: wire.label,
    data: { wire, attention },
  };
}
