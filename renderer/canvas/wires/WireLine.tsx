import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, useStore } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import type { PlacedRepair } from '../../../shared/graph/repairs.ts';
import { RepairTip, useRepairPreview } from '../../commands/RepairButton.tsx';
import { Glyph } from '../../parts/Glyph.tsx';
import { repairText, type WireView } from '../cards/cards.ts';
import { levelAt } from '../cards/level.ts';
import styles from './wire.module.css';
import { portMargin, wirePath } from './wire-path.ts';

/** Why a wire stands out: a drop would go into it, or a block at one of its ends is selected. */
export type WireAttention = 'target' | 'near' | 'rest';

export type WireEdge = Edge<{ readonly wire: WireView; readonly attention: WireAttention }, 'wire'>;

/** Whether a run trains, which moves dashes along the wires. */
export const TrainingContext = createContext(false);

/** A wire with its shape, and its repair where it does not fit. */
export const WireLine = memo(function WireLine({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  selected,
  data,
}: EdgeProps<WireEdge>) {
  const isFull = useStore(({ transform }) => levelAt(transform[2]) === 'full');
  const isTraining = useContext(TrainingContext);
  const { wire, attention } = data!;
  const { path, label } = wirePath({ x: sourceX, y: sourceY - portMargin }, { x: targetX, y: targetY + portMargin });
  const state =
    attention === 'target'
      ? 'target'
      : selected
        ? 'selected'
        : wire.isBad
          ? 'bad'
          : attention === 'near'
            ? 'near'
            : 'well';
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={24} className={styles.wire} data-state={state} />
      {isTraining && <path d={path} className={styles.flow} data-state={state} />}
      {isFull && (wire.shape || wire.repair) && (
        <EdgeLabelRenderer>
          <div
            className={styles.label}
            style={{ transform: `translate(${label.x}px, ${label.y}px) translate(-50%, -50%)` }}
            data-state={state}
            title={wire.problem || undefined}
          >
            {wire.shape}
          </div>
          {wire.isBad && wire.repair && <WireRepair way={wire.repair} x={label.x + 44} y={label.y} />}
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** The repair of a wire that does not fit, beside it. */
function WireRepair({ way, x, y }: { readonly way: PlacedRepair; readonly x: number; readonly y: number }) {
  const { preview, handlers } = useRepairPreview(way);
  return (
    <RepairTip preview={preview}>
      <button
        type="button"
        className={`${styles.repair} nodrag nopan`}
        style={{ transform: `translate(${x}px, ${y}px) translateY(-50%)` }}
        {...handlers}
      >
        <Glyph name="wand" size={12} />
        {repairText(way)}
      </button>
    </RepairTip>
  );
}
