import { type ReactNode, useState } from 'react';
import { Glyph } from '../parts/Glyph.tsx';
import styles from './data-side.module.css';

interface UnfoldProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** What a line opens to. */
export function Unfold({ label, children }: UnfoldProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.each} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Glyph name={isOpen ? 'down' : 'right'} size={14} />
        {label}
      </button>
      {isOpen && children}
    </>
  );
}
