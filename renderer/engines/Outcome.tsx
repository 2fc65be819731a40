import { inWords } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { Strip } from '../parts/State.tsx';
import { failureTitle } from '../store/engines.ts';
import type { EngineOutcome } from '../store/view-slice.ts';
import styles from './engines-page.module.css';

/** What came of the last change, where it was asked for. A failure stands until the next change. */
export function Outcome({ outcome }: { readonly outcome: EngineOutcome | null }) {
  if (outcome === null) return null;
  if (outcome.outcome === 'failed') {
    return <Strip tone="failed" title={inWords(failureTitle(outcome.action))} text={inWords(outcome.words)} />;
  }
  return (
    <p className={styles.outcome} data-outcome={outcome.outcome}>
      <Glyph name={outcome.outcome === 'done' ? 'check' : 'info'} size={14} />
      <span>{inWords(outcome.words)}</span>
    </p>
  );
}

/** What is said politely of a change, at its beginning and at its end; a failure is said at once by its own strip. */
export function spokenWords(outcome: EngineOutcome | null, work: string | null): string {
  if (work !== null) return work;
  return outcome === null || outcome.outcome === 'failed' ? '' : inWords(outcome.words);
}
