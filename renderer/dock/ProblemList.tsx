import type { Problem } from '../../shared/graph/infer.ts';
import { blockOf, whereOf } from '../../shared/graph/level.ts';
import { repairsFor } from '../../shared/graph/repairs.ts';
import { RepairButton } from '../commands/RepairButton.tsx';
import { problemWords } from '../messages/problem-words.ts';
import { text } from '../messages/text.ts';
import { Glyph, StateMark } from '../parts/Glyph.tsx';
import { dataOf } from '../store/derived.ts';
import { isUnfinished } from '../store/unfinished.ts';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import styles from './dock.module.css';

/** Everything in the way of training, then what is worth a look; a click selects, a button repairs. */
export function ProblemList() {
  const all = useFindings().problems;
  const sorted = all.filter(isShown).sort((a, b) => rank(a) - rank(b));
  if (all.length > 0 && sorted.length === 0) return <p className={styles.well}>{text('dock.empty')}</p>;
  if (sorted.length === 0) {
    return (
      <p className={styles.well}>
        <StateMark mark="done" size={14} />
        {text('dock.noProblems')}
      </p>
    );
  }
  return (
    <ul className={styles.problems}>
      {sorted.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice
        <ProblemRow key={index} problem={problem} isFirst={index === 0} />
      ))}
    </ul>
  );
}

/** Whether a problem is worth a line: that an empty canvas has no blocks is plain to see. */
export function isShown({ problem }: Problem): boolean {
  return problem !== 'model-empty';
}

const rank = ({ severity }: Problem) => (severity === 'error' ? 0 : 1);

function ProblemRow({ problem, isFirst }: { readonly problem: Problem; readonly isFirst: boolean }) {
  const editor = useEditor();
  const model = useEditorState(({ document }) => document.project.model);
  const level = useEditorState(({ view }) => view.level);
  const { inference } = useFindings();
  const data = useEditorState(dataOf);
  const { block: id, wire, severity, path = [] } = problem;
  const isHere = path.join('/') === level.join('/');
  const isSelected = useEditorState(
    ({ view }) =>
      isHere &&
      ((id !== undefined && view.selection.blocks.includes(id)) ||
        (wire !== undefined && view.selection.wires.includes(wire))),
  );
  const block = blockOf(model, problem);
  const [first, ...others] = repairsFor(model, inference, problem, data);
  const words = problemWords(problem);
  // Which of several a problem means; a type that the words begin with needs no second line.
  const own = block && (block.name !== '' || !words.startsWith(block.type)) ? `${block.type} ${block.name}`.trim() : '';
  const where = [whereOf(model, { path }), own].filter(Boolean).join(' › ');
  return (
    <li
      className={styles.problem}
      data-severity={severity}
      data-unfinished={isUnfinished(problem) || undefined}
      aria-current={isSelected || undefined}
    >
      <Glyph name={isUnfinished(problem) ? 'info' : severity === 'error' ? 'stopSign' : 'alert'} />
      <div className={styles.row}>
        <button
          type="button"
          className={styles.words}
          disabled={id === undefined && wire === undefined}
          onClick={() => {
            if (!isHere) editor.enter(path);
            editor.select(id !== undefined ? { blocks: [id] } : { wires: [wire!] });
          }}
        >
          <span>{words}</span>
          {where !== '' && <i>{where}</i>}
        </button>
        {first && (
          <span className={styles.repairs}>
            {others.slice(0, 1).map((way) => (
              <RepairButton key={`${way.repair} ${way.values.value}`} way={way} size="compact-sm" variant="subtle" />
            ))}
            <RepairButton
              key={`${first.repair} ${first.values.value}`}
              way={first}
              size="compact-sm"
              variant={isFirst && severity === 'error' ? 'filled' : 'default'}
            />
          </span>
        )}
      </div>
    </li>
  );
}
