import { Switch } from '@mantine/core';
import { costMeasures, heaviestBlocks, measured } from '../../shared/graph/costs.ts';
import { run } from '../commands/command.ts';
import { toggleCostMarks } from '../commands/cost-marks.ts';
import { text } from '../messages/text.ts';
import { useModelCosts } from '../store/costs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount } from '../training/number-text.ts';
import { BlockTimes } from './BlockTimes.tsx';
import { HeavyBlock } from './HeavyBlock.tsx';
import styles from './inspector.module.css';

/** How many blocks are named for each measure. */
const shown = 3;

/** The blocks that cost most, by parameters, by multiply-adds, by memory and by time, each with its share of the whole. */
export function HeaviestBlocks() {
  const editor = useEditor();
  const marked = useEditorState(({ view }) => view.costMarks);
  const { total, places } = useModelCosts();
  const lists = costMeasures
    .map((measure) => ({ measure, blocks: heaviestBlocks(places, measure, shown) }))
    .filter(({ blocks }) => blocks.length > 0);
  if (lists.length === 0) return null;
  return (
    <section className={styles.section} aria-label={text('summary.heaviest')}>
      <h3 className={styles.sectionHead}>
        <span>{text('summary.heaviest')}</span>
        <Switch
          className={styles.headSwitch}
          label={text('summary.onCanvas')}
          labelPosition="left"
          checked={marked}
          onChange={() => run(editor, toggleCostMarks, true)}
        />
      </h3>
      {lists.map(({ measure, blocks }) => (
        <div key={measure} className={styles.heaviest}>
          <h4>{text(`summary.${measure}`)}</h4>
          <ul>
            {blocks.map(({ path, block, costs }) => {
              const value = measured(costs, measure);
              return (
                <HeavyBlock
                  key={[...path, block].join('/')}
                  path={path}
                  block={block}
                  value={measure === 'memory' ? showBytes(value) : showCount(value)}
                  share={value / measured(total, measure)}
                />
              );
            })}
          </ul>
        </div>
      ))}
      <BlockTimes count={shown} />
    </section>
  );
}
