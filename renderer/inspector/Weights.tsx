import { sizeOf } from '../../shared/blocks/define-block.ts';
import { costsAt, totalMemory } from '../../shared/graph/costs.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import type { BlockFacts } from '../../shared/graph/infer.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { inWords, text } from '../messages/text.ts';
import { useCostSettings } from '../store/costs.ts';
import { useFindings, useScene } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import styles from './inspector.module.css';

/** The weights of a block and what it costs to compute; of a group, what all that it holds costs. */
export function Weights({ id, facts }: { readonly id: BlockId; readonly facts: BlockFacts }) {
  const settings = useCostSettings();
  const { level } = useScene();
  const costs = costsAt(useFindings().inference, level, id, settings);
  if (!facts.output || !costs) return null;
  const { memory } = costs;
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
          <dt>{text('summary.memoryToTrainBatch', { batch: settings.batchSize })}</dt>
          <dd>{showBytes(totalMemory(memory))}</dd>
        </div>
      </dl>
      <p className={styles.parts}>
        {text('summary.parts', {
          activations: showBytes(memory.activations),
          weights: showBytes(memory.weights),
          gradients: showBytes(memory.gradients),
          slots: showBytes(memory.slots),
        })}
      </p>
    </section>
  );
}
