import type { FormatCheck } from '../../shared/ipc/exports.ts';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import type { Loaded } from '../parts/loaded.ts';
import parts from '../parts/parts.module.css';
import { isWriting, type Written } from '../store/exports.ts';
import { showBytes, showDifference } from '../training/number-text.ts';
import styles from './export-page.module.css';
import type { FormatLook } from './formats.ts';

interface FormatCardProps {
  readonly look: FormatLook;
  readonly on: boolean;
  readonly check: Loaded<FormatCheck>;
  readonly written: Written;
  readonly onChoose: () => void;
}

/** A format to choose, and how it stands. */
export function FormatCard({ look: { key, format }, on, check, written, onChoose }: FormatCardProps) {
  return (
    <label className={styles.card} data-on={on || undefined}>
      <input type="radio" name="format" value={format} checked={on} onChange={onChoose} />
      <span className={styles.mark}>{text(`exports.${key}Mark`)}</span>
      <b>{text(`exports.${key}`)}</b>
      <span className={styles.purpose}>{text(`exports.${key}For`)}</span>
      <span className={styles.foot}>
        <FormatBadge check={check} written={written} />
        {written.state === 'written' && <span className={styles.bytes}>{showBytes(written.report.bytes)}</span>}
      </span>
    </label>
  );
}

function FormatBadge({ check, written }: Pick<FormatCardProps, 'check' | 'written'>) {
  if (written.state === 'written') {
    return (
      <span className={parts.badge} data-tone="ok">
        <Glyph name="shield" size={12} />
        {text('exports.provedBadge', { difference: showDifference(written.report.proof.largestDifference) })}
      </span>
    );
  }
  if (isWriting(written)) {
    return (
      <span className={parts.badge} data-tone="accent">
        {text(written.state === 'writing' ? 'exports.writing' : 'exports.cancelling')}
      </span>
    );
  }
  switch (check.state) {
    case 'loading':
      return <span className={styles.quiet}>{text('exports.checking')}</span>;
    case 'failed':
      return (
        <span className={parts.badge} data-tone="failed">
          {text('exports.checkFailedShort')}
        </span>
      );
    case 'ready':
      if (check.value.limits.length === 0) return <span className={styles.quiet}>{text('exports.expressible')}</span>;
      return (
        <span className={parts.badge} data-tone="warning">
          <Glyph name="alert" size={12} />
          {check.value.limits.length === 1
            ? text('exports.limitsOne')
            : text('exports.limits', { count: check.value.limits.length })}
        </span>
      );
  }
}
