import type { BlockId } from '../../shared/graph/document.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';
import { RepairButton } from '../commands/RepairButton.tsx';
import { problemWords } from '../messages/problem-words.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { dataOf } from '../store/derived.ts';
import { isUnfinished } from '../store/unfinished.ts';
import { useEditorState, useFindings, useScene } from '../store/use-editor.ts';
import styles from './inspector.module.css';

/** What is wrong with a block, each with its repairs: the same words and buttons as in the list of problems. */
export function BlockProblems({ id }: { readonly id: BlockId }) {
  const { model, problems, found } = useScene();
  const data = useEditorState(dataOf);
  const { inference } = useFindings();
  return problems
    .filter(({ block }) => block === id)
    .map((problem, index) => (
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice
        key={index}
        className={styles.problem}
        data-severity={problem.severity}
        data-unfinished={isUnfinished(problem) || undefined}
      >
        <Glyph name={isUnfinished(problem) ? 'info' : problem.severity === 'error' ? 'stopSign' : 'alert'} size={14} />
        <div>
          <p>{problemWords(problem)}</p>
          {repairsFor(model, inference, found.get(problem)!, data).map((way, place) => (
            <RepairButton
              key={`${way.repair} ${way.values.value}`}
              way={way}
              size="compact-sm"
              variant={place === 0 && problem.severity === 'error' ? 'filled' : 'default'}
            />
          ))}
        </div>
      </div>
    ));
}
