import type { ReactNode } from 'react';
import { Glyph, type GlyphName } from './Glyph.tsx';
import styles from './parts.module.css';

interface StateProps {
  readonly glyph: GlyphName;
  readonly title: string;
  readonly text?: ReactNode;
  readonly tone?: 'quiet' | 'failed';
  readonly children?: ReactNode;
}

/** What stands in the middle of a page that has nothing to show: what is so, then what to do. */
export function State({ glyph, title, text, tone = 'quiet', children }: StateProps) {
  return (
    <div className={styles.state} data-tone={tone} role={tone === 'failed' ? 'alert' : undefined}>
      <span className={styles.stateGlyph}>
        <Glyph name={glyph} size={24} />
      </span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className={styles.stateActions}>{children}</div>}
    </div>
  );
}

/** A line that says that something is on its way; said politely. */
export function Waiting({ text }: { readonly text: string }) {
  return (
    <div className={styles.waiting} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {text}
    </div>
  );
}

interface StripProps {
  readonly tone: 'warning' | 'failed' | 'info';
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}

/** A strip above a page's content: a finding or a failure, with what can be done about it. */
export function Strip({ tone, title, text, children }: StripProps) {
  return (
    <div className={styles.strip} data-tone={tone} role={tone === 'failed' ? 'alert' : undefined}>
      <span className={styles.stripGlyph}>
        <Glyph name={tone === 'warning' ? 'alert' : tone === 'failed' ? 'stopSign' : 'info'} />
      </span>
      <div className={styles.stripWords}>
        <b>{title}</b>
        {text && <p>{text}</p>}
      </div>
      {children && <div className={styles.stripActions}>{children}</div>}
    </div>
  );
}
