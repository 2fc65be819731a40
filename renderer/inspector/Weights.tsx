import { sizeOf } from '../../shared/blocks/define-block.ts';
import type { BlockFacts } from '../../shared/graph/infer.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { inWords, text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import styles from './inspector.module.css';

/** The weights of a block and what it costs to compute. */
export function Weights({ facts }: { readonly facts: BlockFacts }) {
  const batch = useEditorState(({ document }) => document.project.training.batchSize);
  if (!facts.output) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionHead}>
        <span>{text(facts.weights.length > 0 ? 'inspector.weights' : 'inspector.cost')}</span>
      </h3>
      <dl className={styles.pairs}>
        {facts.weights.map(({ name, shape }) => (
          <div key={name}>
            <dt>
              {name} <i>{inWords(shapeWords(shape))}</i>
            </dt>
            <dd>{showCount(sizeOf(shape))}</dd>
          </div>
        ))}
        <div>
          <dt>{text('inspector.multiplyAdds')}</dt>
          <dd>{showCount(facts.multiplyAdds)}</dd>
        </div>
        <div>
          <dt>{text('inspector.memory', { batch })}</dt>
          <dd>{showBytes(sizeOf(facts.output.shape) * 4 * batch)}</dd>
        </div>
      </dl>
    </section>
  );
}
