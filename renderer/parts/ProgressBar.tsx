import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null where nothing can be counted, and the bar runs to and fro. */
  readonly share: number | null;
  /** How far it is in words, for those who do not look. */
  readonly words: string;
}

/** How far something is, as a bar. */
export function ProgressBar({ label, share, words }: ProgressBarProps) {
  return (
    <div
      className={styles.bar}
      data-unknown={share === null || undefined}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={words}
    >
      <i style={share === null ? undefined : { width: `${share * 100}%` }} />
    </div>
  );
}
