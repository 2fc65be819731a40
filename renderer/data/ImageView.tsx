import { SegmentedControl, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DatasetLook, DatasetSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import { showCount, showShare } from '../training/number-text.ts';
import styles from './image-view.module.css';
import { PixelImage } from './PixelImage.tsx';

type View = 'classes' | 'grid' | 'rows';

/** Which images are laid out in which way. */
interface ShownImages {
  readonly view: View;
  /** The class that the grid shows; null for all. */
  readonly label: string | null;
  show(view: View, label: string | null): void;
}

interface ImageViewProps {
  readonly look: Pick<DatasetLook, 'images' | 'classCounts'>;
  readonly shown: ShownImages;
}

/**
 * Which way images are laid out, and for the head of the page what they are and the way to choose; where there are columns too, also the
 * table of them.
 */
export function useImageView({
  images,
  classCounts,
  columns,
}: Pick<DatasetLook, 'images' | 'classCounts' | 'columns'>): ShownImages & {
  readonly words: string;
  readonly control: ReactNode;
} {
  const [{ view, label: chosen }, setShown] = useState<{ readonly view: View; readonly label: string | null }>({
    view: 'classes',
    label: null,
  });
  const show = (view: View, label: string | null) => setShown({ view, label });
  // Other images may have other classes.
  const chosenClass = classCounts.find(({ name }) => name === chosen);
  const label = chosenClass?.name ?? null;
  const all = classCounts.reduce((sum, { rows }) => sum + rows, 0);
  const words =
    view === 'classes'
      ? text('data.classesOf', { rows: showCount(all) })
      : chosenClass === undefined
        ? text('data.images', { rows: showCount(all) })
        : text('columns.shownOfClass', {
            shown: images.filter((image) => image.label === label).length,
            rows: showCount(chosenClass.rows),
            label: chosenClass.name,
          });
  return {
    view,
    label,
    show,
    words,
    control: (
      <>
        {view === 'grid' && (
          <Select
            size="xs"
            className={styles.filter}
            aria-label={text('columns.classFilter')}
            data={classCounts.map(({ name }) => name)}
            value={label}
            placeholder={text('columns.allClasses')}
            clearable
            searchable
            onChange={(name) => show('grid', name)}
          />
        )}
        <SegmentedControl
          size="xs"
          className={styles.control}
          data-wide={columns.length > 0 || undefined}
          aria-label={text('data.view')}
          value={view}
          onChange={(value) => show(value as View, null)}
          data={[
            { value: 'classes', label: text('data.byClass') },
            { value: 'grid', label: text('data.grid') },
            ...(columns.length > 0 ? [{ value: 'rows', label: text('data.rowsView') }] : []),
          ]}
        />
      </>
    ),
  };
}

/** Images of a dataset: class by class with their counts, or in a grid, all that were sent or those of one class. */
export function ImageView({ look: { classCounts, images }, shown: { view, label: only, show } }: ImageViewProps) {
  if (view === 'grid' || classCounts.length === 0) {
    const listed = only === null ? images : images.filter(({ label }) => label === only);
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      <section className={styles.scroll} tabIndex={0} aria-label={text('data.grid')}>
        <ul className={styles.grid}>
          {listed.map((image, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an image is known by its place
            <li key={index}>
              <PixelImage image={image} label={text('data.imageOf', { label: image.label })} />
              <span>{image.label}</span>
            </li>
          ))}
        </ul>
        {listed.length === 0 && <p className={styles.empty}>{text('data.noExamples')}</p>}
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
              <button
                type="button"
                className={styles.class}
                title={name}
                aria-label={text('columns.showClass', { label: name })}
                onClick={() => show('grid', name)}
              >
                {name}
              </button>
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
  // What a network leans to is in the rows that it learns from; until they are known, in all.
  const isDivided = classCounts.some(({ parts }) => parts.train > 0);
  const counts = classCounts.map(({ rows, parts }) => (isDivided ? parts.train : rows));
  const ratio = Math.max(...counts) / Math.max(1, Math.min(...counts));
  if (ratio < 1.05) return text('data.balancedEqual');
  return text(ratio < 2 ? 'data.balanced' : 'data.unbalanced', { ratio: ratio.toFixed(ratio < 10 ? 2 : 0) });
}
