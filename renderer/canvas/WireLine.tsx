import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, useStore } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import { run } from '../commands/command.ts';
import { repair } from '../commands/repair.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor } from '../store/use-editor.ts';
import { repairText, type WireView } from './cards.ts';
import { levelAt } from './level.ts';
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
  const editor = useEditor();
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
          {wire.isBad && wire.repair && (
            <button
              type="button"
              className={`${styles.repair} nodrag nopan`}
              style={{ transform: `translate(${label.x + 44}px, ${label.y}px) translateY(-50%)` }}
              onClick={() => run(editor, repair, wire.repair!)}
            >
              <Glyph name="wand" size={12} />
              {repairText(wire.repair)}
            </button>
          )}
        </EdgeLabelRenderer>
      )}
    </>
  );
});
