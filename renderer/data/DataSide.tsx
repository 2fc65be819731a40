import type { DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { inWords, text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import { useEditorState } from '../store/use-editor.ts';
import { AugmentationList } from './augmentation/AugmentationList.tsx';
import styles from './data-side.module.css';
import { FitSection } from './FitSection.tsx';
import { SeesSection } from './SeesSection.tsx';
import { SplitSection } from './SplitSection.tsx';
import { StepList } from './steps/StepList.tsx';
import { TextWindowsSection, WindowsSection } from './WindowsSection.tsx';

/** What needs a look, what the model will see, the split and the preparation. */
export function DataSide({ summary }: { readonly summary: DatasetSummary }) {
  const data = useEditorState(({ document }) => document.project.data);
  return (
    <div className={`${parts.scroll} ${styles.all}`}>
      <Warnings warnings={summary.warnings} />
      <SeesSection summary={summary} />
      <FitSection summary={summary} />
      {(data.source.kind === 'table' || data.source.kind === 'sample-table') && (
        <WindowsSection data={data} summary={summary} />
      )}
      {data.source.kind === 'next-token' && <TextWindowsSection stride={data.source.stride} />}
      <SplitSection data={data} summary={summary} />
      {summary.columns.length > 0 || data.source.kind === 'image-folder' ? (
        <StepList steps={data.preparation} summary={withoutPaths(summary, data.source)} />
      ) : (
        <Pixels summary={summary} />
      )}
      <AugmentationList steps={data.augmentation} features={summary.features} />
    </div>
  );
}

/** The paths of images are no texts: no step is for them. */
function withoutPaths(summary: DatasetSummary, source: DataSource): DatasetSummary {
  if (source.kind !== 'image-table') return summary;
  return { ...summary, columns: summary.columns.filter(({ name }) => name !== source.column) };
}

/** The digits have no columns to prepare: what is done to them is the same for all. */
function Pixels({ summary: { features } }: { readonly summary: DatasetSummary }) {
  if (!features.some(({ kind }) => kind === 'image')) return null;
  return (
    <section className={parts.section}>
      <h3>{text('preparation.title')}</h3>
      <p className={styles.plain}>{text('data.pixels')}</p>
    </section>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly Words[] }) {
  if (warnings.length === 0) return null;
  return (
    <section className={styles.first}>
      <h3>
        {text('data.needsALook')} <span className={styles.number}>{warnings.length}</span>
      </h3>
      <ul className={styles.warnings}>
        {warnings.map((warning) => (
          <li key={inWords(warning)}>
            <Glyph name="alert" />
            <span>{inWords(warning)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
