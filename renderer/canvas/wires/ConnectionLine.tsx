import { type ConnectionLineComponentProps, Position } from '@xyflow/react';
import { useContext } from 'react';
import { inWords } from '../../messages/text.ts';
import type { CanvasNode } from '../annotations/annotation-nodes.ts';
import styles from './wire.module.css';
import { portMargin, wirePath } from './wire-path.ts';
import { portKey, WiringContext } from './wiring.ts';

/** Room for the reason that a port gives, beside it. */
const reasonBox = { width: 232, height: 96, gap: 16 } as const;

/** The wire while it is being drawn; where a port does not want it, it says why. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toHandle,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>) {
  const wiring = useContext(WiringContext);
  const isDown = fromPosition === Position.Bottom;
  const from = { x: fromX, y: fromY + (isDown ? -portMargin : portMargin) };
  const to = { x: toX, y: toY };
  const { path } = isDown ? wirePath(from, to) : wirePath(to, from);
  const verdict = toHandle ? wiring?.verdicts.get(portKey(toHandle.nodeId, toHandle.id ?? 'input')) : undefined;
  const { width, height, gap } = reasonBox;
  return (
    <g className={styles.drawn} data-refused={connectionStatus === 'invalid' || undefined}>
      <path d={path} />
      {verdict && !verdict.fits && (
        <foreignObject x={toX + gap} y={isDown ? toY - height - gap / 2 : toY + gap / 2} width={width} height={height}>
          <div className={styles.reason} data-below={!isDown || undefined}>
            <p data-tone={verdict.possible ? 'warning' : 'refused'}>{inWords(verdict.reason)}</p>
          </div>
        </foreignObject>
      )}
    </g>
  );
}
