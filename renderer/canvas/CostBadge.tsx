import { useStore } from '@xyflow/react';
import styles from './cost-marks.module.css';
import type { CostMark } from './cost-marks.ts';
import type { Level } from './level.ts';

/** Zooms at which the figures of a card seen from far are set anew: in between they grow and shrink with it, so that few zooms draw them. */
const steps = [0.22, 0.15, 0.1, 0.07, 0.05] as const;

/** Smallest height of the figures' letters on the screen, in pixels. */
const legible = 11;

/** The share of a block in figures: in the head of a full card, on the corner of a smaller one, over one seen from far. */
export function CostBadge({ mark, level }: { readonly mark: CostMark; readonly level: Level }) {
  if (mark.figures === '') return null;
  if (level === 'bar') return mark.isHeavy ? <FarBadge figures={mark.figures} /> : null;
  if (level === 'name' && mark.strength < 2) return null;
  return <span className={styles.badge}>{mark.figures}</span>;
}

function FarBadge({ figures }: { readonly figures: string }) {
  const step = useStore(({ transform }) => steps.find((each) => transform[2] >= each) ?? steps.at(-1)!);
  return (
    <span className={styles.badge} style={{ fontSize: legible / step }}>
      {figures}
    </span>
  );
}
