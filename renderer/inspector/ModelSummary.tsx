import { totalMemory } from '../../shared/graph/costs.ts';
import { expand } from '../../shared/graph/expand.ts';
import { nameOfSource } from '../data/source-name.ts';
import { inWords, type MessageKey, text } from '../messages/text.ts';
import { Keys } from '../parts/IconButton.tsx';
import { useModelCosts } from '../store/costs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import { HeaviestBlocks } from './HeaviestBlocks.tsx';
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
  const source = useEditorState(({ document }) => document.project.data.source);
  const dataset = useEditorState(({ view }) => view.dataset);
  const { batchSize } = useEditorState(({ document }) => document.project.training);
  const { total } = useModelCosts();
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
            <dd>{showCount(total.parameters)}</dd>
          </div>
          {total.trainable !== total.parameters && (
            <div>
              <dt>{text('summary.trainable')}</dt>
              <dd>{showCount(total.trainable)}</dd>
            </div>
          )}
          <div>
            <dt>{text('summary.multiplyAddsSample')}</dt>
            <dd>{showCount(total.multiplyAdds)}</dd>
          </div>
          <div>
            <dt title={text('summary.counted')}>{text('summary.memoryToTrainBatch', { batch: batchSize })}</dt>
            <dd>{showBytes(totalMemory(total.memory))}</dd>
          </div>
          <div>
            <dt>{text('inspector.data')}</dt>
            <dd>
              <button type="button" className={styles.link} onClick={() => editor.goTo('data')}>
                {dataset.state === 'ready'
                  ? inWords(dataset.summary.title)
                  : source.kind === 'none'
                    ? text('inspector.choose')
                    : nameOfSource(source)}
              </button>
            </dd>
          </div>
        </dl>
      </section>
      <HeaviestBlocks />
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
