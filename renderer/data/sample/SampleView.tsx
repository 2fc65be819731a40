import type { Sample, SampledFeature, SampledRow } from '../../../shared/data/sample.ts';
import { inWords, text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import parts from '../../parts/parts.module.css';
import { State, Waiting } from '../../parts/State.tsx';
import { showCell, showCount } from '../../training/number-text.ts';
import { SampledImages } from './SampledImages.tsx';
import { SampledNumbers } from './SampledNumbers.tsx';
import { SampledTokens } from './SampledTokens.tsx';
import styles from './sample-view.module.css';
import { useSample } from './use-sample.ts';

/** What the model is shown of a few training rows, beside what they were: it follows the settings while they change. */
export function SampleView({ seed }: { readonly seed: number }) {
  const { sample, failure, isUpdating } = useSample(seed);
  if (failure !== null)
    return <State glyph="stopSign" tone="failed" title={text('augmentation.failed')} text={inWords(failure)} />;
  if (sample === null) return <Waiting text={text('augmentation.loading')} />;
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={text('augmentation.asSeen')}
      aria-busy={isUpdating}
      data-updating={isUpdating || undefined}
    >
      <Rows sample={sample} />
    </section>
  );
}

function Rows({ sample: { rows } }: { readonly sample: Sample }) {
  // Images alone stand below each other, so that one can be compared with the next.
  if (rows.every(({ features }) => features.every(({ kind }) => kind === 'image')))
    return <SampledImages rows={rows} />;
  return rows.map((row) => (
    <article key={row.row} className={styles.row} aria-label={rowName(row)}>
      <RowHead row={row} />
      {row.features.map((feature) => (
        <Feature key={feature.name} row={row} feature={feature} />
      ))}
    </article>
  ));
}

/** A row by its number as people count, from 1. */
export function rowName({ row }: Pick<SampledRow, 'row'>): string {
  return text('augmentation.row', { row: showCount(row + 1) });
}

function RowHead({ row }: { readonly row: SampledRow }) {
  return (
    <header className={styles.head}>
      <h2>{rowName(row)}</h2>
      {row.targets.map(({ name, text: value, prepared }) => (
        <span key={name} className={styles.target}>
          <Glyph name="tag" size={12} />
          {name}
          <b className={parts.cut}>{value}</b>
          {prepared.length > 0 && (
            <span>{text('augmentation.targetAs', { value: prepared.map(showCell).join(', ') })}</span>
          )}
        </span>
      ))}
    </header>
  );
}

function Feature({ row, feature }: { readonly row: SampledRow; readonly feature: SampledFeature }) {
  switch (feature.kind) {
    case 'image':
      return <SampledImages rows={[{ ...row, features: [feature] }]} />;
    case 'numbers':
      return <SampledNumbers feature={feature} />;
    case 'tokens':
      return <SampledTokens feature={feature} />;
  }
}
