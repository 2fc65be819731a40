import { ViewportPortal } from '@xyflow/react';
import { titleToPlace } from '../../commands/add-block.ts';
import { card } from '../../commands/places.ts';
import { BlockTile } from '../../parts/BlockTile.tsx';
import { useEditorState } from '../../store/use-editor.ts';
import styles from '../canvas.module.css';

interface GhostProps {
  readonly x: number;
  readonly y: number;
  readonly type: string;
}

/** Where a dragged block would stand. */
export function Ghost({ x, y, type }: GhostProps) {
  const title = useEditorState(({ document }) => titleToPlace(document.project.model, type));
  return (
    <ViewportPortal>
      <div
        className={styles.ghost}
        style={{ transform: `translate(${x - card.width / 2}px, ${y - card.height / 2}px)` }}
        aria-hidden="true"
      >
        <BlockTile type={type} size={30} />
        <b>{title}</b>
      </div>
    </ViewportPortal>
  );
}
