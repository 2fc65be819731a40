import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import { showCount, showShare } from '../training/number-text.ts';
import styles from './image-view.module.css';
import { PixelImage } from './PixelImage.tsx';

type View = 'classes' | 'grid' | 'rows';

interface ImageViewProps {
  readonly summary: DatasetSummary;
  readonly view: View;
}

/** Which way images are laid out, for the head of the page; where there are columns too, also the table of them. */
export function useImageView(hasColumns: boolean): { readonly view: View; readonly control: ReactNode } {
  const [view, setView] = useState<View>('classes');
  return {
    view,
    control: (
      <SegmentedControl
        size="xs"
        className={styles.control}
        aria-label={text('data.view')}
        value={view}
        onChange={(value) => setView(value as View)}
        data={[
          { value: 'classes', label: text('data.byClass') },
          { value: 'grid', label: text('data.grid') },
          ...(hasColumns ? [{ value: 'rows', label: text('data.rowsView') }] : []),
        ]}
      />
    ),
  };
}

/** Images of a dataset: class by class with their counts, or all that were sent in a grid. */
export function ImageView({ summary, view }: ImageViewProps) {
  const { classCounts, images } = summary;
  if (view === 'grid' || classCounts.length === 0) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      <section className={styles.scroll} tabIndex={0} aria-label={text('data.grid')}>
        <ul className={styles.grid}>
          {images.map((image, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an image is known by its place
            <li key={index}>
              <PixelImage image={image} label={text('data.imageOf', { label: image.label })} />
              <span>{image.label}</span>
            </li>
          ))}
        </ul>
      </section>
    );
  }
  const all = classCounts.reduce((sum, { rows }) => sum + rows, 0);
  const most = Math.max(1, ...classCounts.map(({ rows }) => rows));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text('data.byClass')}>
      <ul className={styles.classes}>
        {classCounts.map(({ name, rows }) => {
          const examples = images.filter(({ label }) => label === name);
          return (
            <li key={name}>
              <b>{name}</b>
              <div className={styles.count}>
                <span>{showCount(rows)}</span>
                <span>{showShare(rows / Math.max(1, all))}</span>
                <i>
                  <i style={{ width: `${(rows / most) * 100}%` }} />
                </i>
              </div>
              {examples.length === 0 ? (
                <span className={styles.none}>{text('data.noExamples')}</span>
              ) : (
                <div
                  className={styles.examples}
                  role="img"
                  aria-label={text('data.imagesOf', { count: examples.length, label: name })}
                >
                  {examples.map((image, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: an image is known by its place
                    <PixelImage key={index} image={image} label={null} />
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Whether the classes are about as frequent as each other, in a sentence; empty where there are no classes. */
export function balanceText(classCounts: DatasetSummary['classCounts']): string {
  if (classCounts.length < 2) return '';
  const counts = classCounts.map(({ rows }) => rows);
  const ratio = Math.max(...counts) / Math.max(1, Math.min(...counts));
  return text(ratio < 2 ? 'data.balanced' : 'data.unbalanced', { ratio: ratio.toFixed(ratio < 10 ? 2 : 0) });
}
