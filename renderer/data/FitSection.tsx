import type { DatasetSummary } from '../../shared/data/dataset.ts';
import { mainGraph } from '../../shared/graph/document.ts';
import type { Problem } from '../../shared/graph/infer.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';
import { RepairAllButton, RepairButton } from '../commands/RepairButton.tsx';
import { problemWords } from '../messages/problem-words.ts';
import { text } from '../messages/text.ts';
import parts from '../parts/parts.module.css';
import { useEditorState, useFindings } from '../store/use-editor.ts';
import { DataProblem } from './DataProblem.tsx';
import styles from './data-side.module.css';

/** Where the model on the canvas does not fit, with the way to make it fit. */
export function FitSection({ summary }: { readonly summary: DatasetSummary }) {
  const model = useEditorState(({ document }) => document.project.model);
  const { problems, inference } = useFindings();
  if (Object.keys(mainGraph(model).blocks).length === 0) return null;
  const misfits = problems.filter(({ problem }) => problem.startsWith('data-'));
  if (misfits.length === 0) return null;
  const repairable = misfits.filter((found) => repairsFor(model, inference, found, summary).length > 0);
  return (
    <section className={parts.section}>
      <h3>{text('data.misfit')}</h3>
      {misfits.map((found) => (
        <Misfit key={`${found.block} ${found.problem}`} found={found} summary={summary} />
      ))}
      {repairable.length > 1 && (
        <RepairAllButton className={styles.everything} variant="light">
          {text('data.repairs')}
        </RepairAllButton>
      )}
    </section>
  );
}

function Misfit({ found, summary }: { readonly found: Problem; readonly summary: DatasetSummary }) {
  const model = useEditorState(({ document }) => document.project.model);
  const { inference } = useFindings();
  return (
    <DataProblem problem={problemWords(found)}>
      {repairsFor(model, inference, found, summary).map((one) => (
        <RepairButton key={`${one.repair} ${one.values.value}`} way={one} size="compact-xs" variant="default" />
      ))}
    </DataProblem>
  );
}
