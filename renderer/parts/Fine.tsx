import type { ReactNode } from 'react';
import { Glyph } from './Glyph.tsx';
import styles from './parts.module.css';

/** A sentence that says that all is as it should be. */
export function Fine({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles.fine}>
      <Glyph name="check" />
      {children}
    </p>
  );
}
