import { Button } from '@mantine/core';
import type { DatasetProgress } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { showBytes, showCount } from '../training/number-text.ts';
import styles from './reading-state.module.css';

interface ReadingStateProps {
  /** What is being read. */
  readonly name: string;
  readonly progress: DatasetProgress | null;
  readonly onStop: () => void;
}

/** What stands in place of data that is being read: how far it is, and the way to stop. */
export function ReadingState({ name, ...rest }: ReadingStateProps) {
  return <ProgressState title={text('data.loading', { name })} stop={text('data.stop')} {...rest} />;
}

interface ProgressStateProps extends Pick<ReadingStateProps, 'progress' | 'onStop'> {
  /** What goes on, and what the button says that ends it. */
  readonly title: string;
  readonly stop: string;
}

/** What stands in place of what is on its way. */
export function ProgressState({ title, stop, progress, onStop }: ProgressStateProps) {
  const words = progressText(progress);
  return (
    <div className={styles.state}>
      <h2 role="status">{title}</h2>
      <ProgressBar label={title} share={shareOf(progress)} words={words} />
      <p>{words}</p>
      <Button size="xs" variant="default" onClick={onStop}>
        {stop}
      </Button>
    </div>
  );
}

/** What stands beside the first rows, or images, while the rest is read. */
export function ReadingSide({ name, isTable, progress, onStop }: ReadingStateProps & { readonly isTable: boolean }) {
  return (
    <section className={styles.side}>
      <h3 role="status">{text(isTable ? 'columns.readingTitle' : 'columns.readingImages')}</h3>
      <ReadingBar name={name} progress={progress} />
      <p>{progressText(progress)}</p>
      <p className={styles.hint}>{text(isTable ? 'columns.readingText' : 'columns.readingImagesText')}</p>
      <Button size="xs" variant="default" onClick={onStop}>
        {text('data.stop')}
      </Button>
    </section>
  );
}

/** How far a reading is, as a bar; it runs to and fro where nothing can be counted. */
export function ReadingBar({ name, progress }: Pick<ReadingStateProps, 'name' | 'progress'>) {
  return (
    <ProgressBar label={text('data.loading', { name })} share={shareOf(progress)} words={progressText(progress)} />
  );
}

/** How far a step of reading is, 0 to 1; null where nothing can be counted. */
export function shareOf(progress: DatasetProgress | null): number | null {
  const count = progress?.count;
  return count?.of ? Math.min(1, count.done / count.of) : null;
}

/** What a reading is at, in words and counts. */
export function progressText(progress: DatasetProgress | null): string {
  if (progress === null) return text('data.reading-begin');
  const { step, count } = progress;
  if (count === null) return text(`data.reading-${step}`);
  const show = step === 'check' ? showBytes : showCount;
  // How long a file is in rows shows only at its end.
  if (count.of === null) return text('data.reading-rowsSoFar', { done: show(count.done) });
  return text(`data.reading-${step}`, { done: show(count.done), of: show(count.of) });
}
