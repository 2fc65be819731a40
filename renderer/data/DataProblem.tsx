import type { ReactNode } from 'react';
import type { Words } from '../../shared/messages/sentence.ts';
import { inWords } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import styles from './data-side.module.css';

interface DataProblemProps {
  readonly problem: Words;
  /** What puts it right. */
  readonly children?: ReactNode;
}

/** What keeps the data, or the model on it, from being trained on, where it can be put right. */
export function DataProblem({ problem, children }: DataProblemProps) {
  return (
    <div className={styles.misfit}>
      <Glyph name="stopSign" />
      <div>
        <p>{inWords(problem)}</p>
        {children}
      </div>
    </div>
  );
}
