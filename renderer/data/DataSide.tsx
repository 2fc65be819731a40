import { memo } from 'react';
import type { DatasetSummary } from '../../shared/data/dataset.ts';
import type { DataSource } from '../../shared/data/document.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { useEditorState } from '../store/use-editor.ts';
import { AugmentationList } from './augmentation/AugmentationList.tsx';
import { ClassBalance } from './ClassBalance.tsx';
import styles from './data-side.module.css';
import { FitSection } from './FitSection.tsx';
import { SeesSection } from './SeesSection.tsx';
import { SplitSection } from './SplitSection.tsx';
import { StepList } from './steps/StepList.tsx';
import { Warnings } from './Warnings.tsx';
import { TextWindowsSection, WindowsSection } from './WindowsSection.tsx';

/** What needs a look, what the model will see, the split and the preparation. */
export const DataSide = memo(function DataSide({ summary }: { readonly summary: DatasetSummary }) {
  const data = useEditorState(({ document }) => document.project.data);
  return (
    <div className={`${parts.scroll} ${styles.all}`}>
      <Warnings summary={summary} />
      <SeesSection summary={summary} />
      <FitSection summary={summary} />
      {(data.source.kind === 'table' || data.source.kind === 'sample-table') && (
        <WindowsSection data={data} summary={summary} />
      )}
      {data.source.kind === 'next-token' && <TextWindowsSection stride={data.source.stride} />}
      <SplitSection data={data} summary={summary} />
      <ClassBalance summary={summary} />
      {summary.columns.length > 0 || data.source.kind === 'image-folder' ? (
        <StepList steps={data.preparation} summary={withoutPaths(summary, data.source)} />
      ) : (
        <Pixels summary={summary} />
      )}
      <AugmentationList steps={data.augmentation} features={summary.features} />
    </div>
  );
});

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
