import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { useEditorState } from '../store/use-editor.ts';
import styles from './data-side.module.css';
import { FitSection } from './FitSection.tsx';
import { SeesSection } from './SeesSection.tsx';
import { SplitSection } from './SplitSection.tsx';
import { StepList } from './steps/StepList.tsx';
import { Warnings } from './Warnings.tsx';

/** What needs a look, what the model will see, the split and the preparation. */
export function DataSide({ summary }: { readonly summary: DatasetSummary }) {
  const data = useEditorState(({ document }) => document.project.data);
  return (
    <div className={`${parts.scroll} ${styles.all}`}>
      <Warnings summary={summary} />
      <SeesSection summary={summary} />
      <FitSection summary={summary} />
      <SplitSection data={data} summary={summary} />
      {summary.columns.length > 0 || data.source.kind === 'image-folder' ? (
        <StepList steps={data.preparation} summary={summary} />
      ) : (
        <Pixels summary={summary} />
      )}
    </div>
  );
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
