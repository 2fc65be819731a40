import { type ConnectionLineComponentProps, Position } from '@xyflow/react';
import type { BlockNode } from './BlockCard.tsx';
import { wirePath } from './wire-path.ts';

/** The wire while it is being drawn. */
export function ConnectionLine({ fromX, fromY, toX, toY, fromPosition }: ConnectionLineComponentProps<BlockNode>) {
  const [from, to] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const { path } = fromPosition === Position.Bottom ? wirePath(from, to) : wirePath(to, from);
  return <path d={path} fill="none" stroke="var(--accent)" strokeWidth={2.25} strokeDasharray="4 4" />;
}
