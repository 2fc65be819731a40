import { expand } from '../../shared/graph/expand.ts';
import { inWords, type MessageKey, text } from '../messages/text.ts';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor, useEditorState, useFindings } from '../store/use-editor.ts';
import { showCount } from '../training/number-text.ts';
import styles from './inspector.module.css';

const keys = [
  ['inspector.keyPlace', 'a'],
  ['inspector.keyWire', 'w'],
  ['command.duplicate', 'mod+d'],
  ['command.undo', 'mod+z'],
  ['command.fit', 'shift+1'],
  ['inspector.keyCommands', 'mod+k'],
] as const satisfies readonly (readonly [MessageKey, string])[];

/** What stands in the inspector while nothing is selected: the model as a whole, and keys worth knowing. */
export function ModelSummary() {
  const editor = useEditor();
  const count = useEditorState(({ document }) => Object.keys(expand(document.project.model).graph.blocks).length);
  const dataset = useEditorState(({ view }) => view.dataset);
  const { inference } = useFindings();
  return (
    <>
      <section className={styles.summary}>
        <h2>{text('inspector.nothing')}</h2>
        <p>{text('inspector.nothingText')}</p>
      </section>
      <section className={styles.section}>
        <h3 className={styles.sectionHead}>
          <span>{text('inspector.model')}</span>
        </h3>
        <dl className={styles.pairs}>
          <div>
            <dt>{text('inspector.blocks')}</dt>
            <dd>{count}</dd>
          </div>
          <div>
            <dt>{text('inspector.parameterCount')}</dt>
            <dd>{showCount(inference.parameters)}</dd>
          </div>
          <div>
            <dt>{text('inspector.data')}</dt>
            <dd>
              <button type="button" className={styles.link} onClick={() => editor.goTo('data')}>
                {dataset.state === 'ready' ? inWords(dataset.summary.title) : text('inspector.choose')}
              </button>
            </dd>
          </div>
        </dl>
      </section>
      <section className={styles.section}>
        <h3 className={styles.sectionHead}>
          <span>{text('inspector.keys')}</span>
        </h3>
        <dl className={`${styles.pairs} ${styles.keys}`}>
          {keys.map(([label, shortcut]) => (
            <div key={label}>
              <dt>{text(label)}</dt>
              <dd>
                <Keys shortcut={shortcut} />
              </dd>
            </div>
          ))}
          <div>
            <dt>{text('inspector.keyInsert')}</dt>
            <dd>{text('inspector.keyInsertHow')}</dd>
          </div>
        </dl>
      </section>
    </>
  );
}
