import { ViewportPortal } from '@xyflow/react';
import type { OpenEnd } from '../../commands/connect-blocks.ts';
import type { BlockNode } from '../cards/BlockCard.tsx';
import { portPoint } from '../cards/node-list.ts';
import styles from './wire.module.css';
import { wirePath } from './wire-path.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A wire that is not there yet, between two points of the canvas. */
export function GhostWire({ from, to }: { readonly from: Point; readonly to: Point }) {
  return (
    <ViewportPortal>
      <svg className={styles.ghost} aria-hidden="true" data-ghost-wire>
        <title />
        <path d={wirePath(from, to).path} />
      </svg>
    </ViewportPortal>
  );
}

interface HeldWireProps {
  readonly nodes: readonly BlockNode[];
  readonly end: OpenEnd;
  readonly to: Point;
}

/** A wire whose other end is still to come: from the port that it begins at to a point. */
export function HeldWire({ nodes, end: { block, port, from }, to }: HeldWireProps) {
  const node = nodes.find(({ id }) => id === block);
  const start = node && portPoint(node, from, port);
  if (!start) return null;
  return from === 'output' ? <GhostWire from={start} to={to} /> : <GhostWire from={to} to={start} />;
}
