import type { ReactNode } from 'react';
import { slowestBlocks } from '../../shared/graph/block-times.ts';
import type { ProfileProgress } from '../../shared/ipc/profile.ts';
import { progressText, shareOf } from '../data/ReadingState.tsx';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { measuringWaitsFor } from '../store/profile.ts';
import { useEditorState } from '../store/use-editor.ts';
import { type TimesNow, useMeasuredTimes } from '../store/use-measured-times.ts';
import { showShare } from '../training/number-text.ts';
import { showClock, showMeasuredTime } from '../training/time-text.ts';
import styles from './block-times.module.css';
import { HeavyBlock } from './HeavyBlock.tsx';
import inspector from './inspector.module.css';
import { MeasureButton } from './MeasureButton.tsx';

/** The blocks that take longest on the engine, `count` of them, as they were measured; and the way to measure that. */
export function BlockTimes({ count }: { readonly count: number }) {
  const measuring = useEditorState(({ view }) => view.measuring);
  const waits = useEditorState(measuringWaitsFor);
  const now = useMeasuredTimes();
  const isUnderWay = measuring.state === 'measuring' || measuring.state === 'cancelling';
  return (
    <div className={inspector.heaviest}>
      <div className={styles.head}>
        <h4>{now ? text('summary.timeOfBatch', { batch: now.profile.batchSize }) : text('summary.time')}</h4>
        <MeasureButton />
      </div>
      {isUnderWay && <Progress progress={measuring.progress} />}
      {measuring.state === 'failed' && (
        <Note tone="failed">
          <b>{text('summary.timeFailed')}</b> {inWords(measuring.reason)}
        </Note>
      )}
      {measuring.state === 'cancelled' && (
        <p className={styles.quiet} role="status">
          {text('summary.timeCancelled')}
        </p>
      )}
      {now && <Slowest now={now} count={count} />}
      {!isUnderWay && waits !== null && <p className={styles.quiet}>{text(`summary.${waits}`)}</p>}
      {measuring.state === 'idle' && waits === null && !now && (
        <p className={styles.quiet}>{text('summary.timeEmpty')}</p>
      )}
    </div>
  );
}

/** How far a measurement is, in words. */
export function measuringWords(progress: ProfileProgress | null): string {
  switch (progress?.phase) {
    case 'measure':
      return text('summary.measuringShare', { share: showShare(progress.share ?? 0, 0) });
    case 'warm-up':
      return text('summary.measuringWarmUp');
    default:
      return progress?.reading ? progressText(progress.reading) : text('summary.measuringStart');
  }
}

/** How far it is as a share: of its phases only the last takes long enough to be counted, beside the reading of data. */
function measuringShare(progress: ProfileProgress | null): number | null {
  if (progress?.phase === 'measure') return progress.share;
  return progress?.reading ? shareOf(progress.reading) : null;
}

interface ProgressProps {
  /** Null while nothing is known. */
  readonly progress: ProfileProgress | null;
}

/** How far a measurement is, as a bar. */
export function MeasuringBar({ progress }: ProgressProps) {
  return (
    <ProgressBar label={text('summary.measuring')} share={measuringShare(progress)} words={measuringWords(progress)} />
  );
}

function Progress({ progress }: ProgressProps) {
  return (
    <div className={styles.progress}>
      <MeasuringBar progress={progress} />
      <p className={styles.quiet}>{measuringWords(progress)}</p>
    </div>
  );
}

function Slowest({ now, count }: { readonly now: TimesNow; readonly count: number }) {
  const { profile, places, sum } = now;
  return (
    <>
      <OutdatedNote now={now} />
      <ul data-outdated={now.outdatedBy ?? undefined} className={styles.slowest}>
        {slowestBlocks(places, count).map(({ path, block, times }) => (
          <HeavyBlock
            key={[...path, block].join('/')}
            path={path}
            block={block}
            value={showMeasuredTime(times.forwardBackward)}
            detail={bothWays(times)}
            share={times.forwardBackward / sum.forwardBackward}
          />
        ))}
      </ul>
      <p className={styles.quiet} role="status">
        {text('summary.timeMeasured', {
          engine: profile.engine.name,
          time: showClock(profile.time),
          forward: showMeasuredTime(sum.forward),
          both: showMeasuredTime(sum.forwardBackward),
        })}
        {!profile.ownData && ` ${text('summary.timeDrawn')}`}
      </p>
    </>
  );
}

/** Both times in words. */
export function bothWays({ forward, forwardBackward }: TimesNow['sum']): string {
  return text('summary.timeBothWays', { forward: showMeasuredTime(forward), both: showMeasuredTime(forwardBackward) });
}

/** That the network, or a setting, is another than was measured; nothing if not. */
export function OutdatedNote({ now: { outdatedBy } }: { readonly now: TimesNow }) {
  if (outdatedBy === null) return null;
  return (
    <Note tone="warning">
      {text(outdatedBy === 'network' ? 'summary.timeNetworkChanged' : 'summary.timeSettingsChanged')}
    </Note>
  );
}

function Note({ tone, children }: { readonly tone: 'warning' | 'failed'; readonly children: ReactNode }) {
  return (
    <p className={styles.note} data-tone={tone} role={tone === 'failed' ? 'alert' : 'status'}>
      <Glyph name={tone === 'failed' ? 'stopSign' : 'alert'} size={14} />
      <span>{children}</span>
    </p>
  );
}
