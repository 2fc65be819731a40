import { useStore, ViewportPortal } from '@xyflow/react';
import styles from '../canvas.module.css';
import type { Guide } from './snapping.ts';

/** The lines along which what is dragged stands with others. */
export function Guides({ guides }: { readonly guides: readonly Guide[] }) {
  const zoom = useStore(({ transform }) => transform[2]);
  if (guides.length === 0) return null;
  // As thin at every zoom.
  const thin = 1 / zoom;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={`${axis} ${at}`}
          className={styles.guide}
          aria-hidden="true"
          style={
            axis === 'x'
              ? { left: at - thin / 2, top: from, width: thin, height: to - from }
              : { left: from, top: at - thin / 2, width: to - from, height: thin }
          }
        />
      ))}
    </ViewportPortal>
  );
}
