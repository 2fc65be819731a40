import { Button } from '@mantine/core';
import { text } from '../messages/text.ts';
import { StateMark } from '../parts/Glyph.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { cancelEngineWork } from '../store/engines.ts';
import { useEditor } from '../store/use-editor.ts';
import type { EngineWork } from '../store/view-slice.ts';
import { useSteadySecondsLeft } from '../training/RunBar.tsx';
import { showTime } from '../training/time-text.ts';
import { phasesOf, progressWords, workShare, workTitle } from './engine-words.ts';
import styles from './engines-page.module.css';

/** How far a change to an engine's pack is: its phases, sizes, time left, and the way to cancel. */
export function WorkProgress({ work }: { readonly work: EngineWork }) {
  const editor = useEditor();
  const { action, progress, step } = work;
  const title = workTitle(work);
  const left = useSteadySecondsLeft(progress?.secondsLeft ?? null, `${action} ${progress?.phase}`);
  const words = progressWords(work);
  const phases = phasesOf[action];
  const at = step === 'looking' ? phases.length : progress ? phases.indexOf(progress.phase) : 0;
  return (
    <section className={styles.work} aria-label={title}>
      {phases.length > 0 && (
        <ol className={styles.phases} aria-label={text('engines.steps', { work: title })}>
          {phases.map((phase, index) => (
            <li key={phase} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
              <StateMark mark={index < at ? 'done' : index === at ? 'running' : 'empty'} turning={index === at} />
              {text(`engines.phase-${phase}`)}
            </li>
          ))}
        </ol>
      )}
      <ProgressBar label={title} share={workShare(work)} words={words} />
      <div className={styles.workFoot}>
        <p>
          {words}
          {step === 'working' && left !== null && <span>{text('engines.left', { time: showTime(left) })}</span>}
        </p>
        {action !== 'remove' && step !== 'looking' && (
          <Button loading={step === 'cancelling'} onClick={() => void cancelEngineWork(editor)}>
            {text('engines.cancel')}
          </Button>
        )}
      </div>
      {!work.own && <p className={styles.quiet}>{text('engines.elsewhere')}</p>}
    </section>
  );
}
