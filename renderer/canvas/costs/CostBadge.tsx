import { useStore } from '@xyflow/react';
import { farLetters, type Level } from '../cards/level.ts';
import styles from './cost-marks.module.css';
import type { CostMark } from './cost-marks.ts';

/** The share of a block in figures: in the head of a full card, on the corner of a smaller one, over one seen from far. */
export function CostBadge({ mark, level }: { readonly mark: CostMark; readonly level: Level }) {
  if (mark.figures === '') return null;
  if (level === 'bar') return mark.isHeavy ? <FarBadge figures={mark.figures} /> : null;
  if (level === 'name' && mark.strength < 2) return null;
  return <span className={styles.badge}>{mark.figures}</span>;
}

function FarBadge({ figures }: { readonly figures: string }) {
  const letters = useStore(({ transform }) => farLetters(transform[2]));
  return (
    <span className={styles.badge} style={{ fontSize: letters }}>
      {figures}
    </span>
  );
}
