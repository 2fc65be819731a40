import { type ConnectionLineComponentProps, Position } from '@xyflow/react';
import type { BlockNode } from './BlockCard.tsx';
import { portMargin, wirePath } from './wire-path.ts';

/** The wire while it is being drawn. */
export function ConnectionLine({ fromX, fromY, toX, toY, fromPosition }: ConnectionLineComponentProps<BlockNode>) {
  const isDown = fromPosition === Position.Bottom;
  const from = { x: fromX, y: fromY + (isDown ? -portMargin : portMargin) };
  const to = { x: toX, y: toY };
  const { path } = isDown ? wirePath(from, to) : wirePath(to, from);
  return <path d={path} fill="none" stroke="var(--accent)" strokeWidth={2.25} strokeDasharray="4 4" />;
}
