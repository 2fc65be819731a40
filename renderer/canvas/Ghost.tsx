import { ViewportPortal } from '@xyflow/react';
import { findReadyMade } from '../../shared/graph/ready-made.ts';
import { card } from '../commands/places.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import styles from './canvas.module.css';

interface GhostProps {
  readonly x: number;
  readonly y: number;
  readonly type: string;
}

/** Where a dragged block would stand. */
export function Ghost({ x, y, type }: GhostProps) {
  return (
    <ViewportPortal>
      <div
        className={styles.ghost}
        style={{ transform: `translate(${x - card.width / 2}px, ${y - card.height / 2}px)` }}
        aria-hidden="true"
      >
        <BlockTile type={type} size={30} />
        <b>{findReadyMade(type)?.title ?? type}</b>
      </div>
    </ViewportPortal>
  );
}
