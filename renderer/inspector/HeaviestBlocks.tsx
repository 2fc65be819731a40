import { Switch } from '@mantine/core';
import {
  type CostMeasure,
  costMeasures,
  heaviestBlocks,
  measured,
  type PlacedCosts,
} from '../../shared/graph/costs.ts';
import { titleOf } from '../../shared/graph/infer.ts';
import { levelOf, whereOf } from '../../shared/graph/level.ts';
import { run } from '../commands/command.ts';
import { toggleCostMarks } from '../commands/cost-marks.ts';
import { showBlock } from '../commands/group-commands.ts';
import { text } from '../messages/text.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { useModelCosts } from '../store/costs.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showBytes, showCount, showShare } from '../training/number-text.ts';
import styles from './inspector.module.css';

/** How many blocks are named for each measure. */
const shown = 3;

/** The blocks that cost most, by parameters, by multiply-adds and by memory, each with its share of the whole. */
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
            {blocks.map((placed) => (
              <HeavyBlock
                key={[...placed.path, placed.block].join('/')}
                placed={placed}
                measure={measure}
                whole={measured(total, measure)}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface HeavyBlockProps {
  readonly placed: PlacedCosts;
  readonly measure: CostMeasure;
  readonly whole: number;
}

function HeavyBlock({ placed: { path, block: id, costs }, measure, whole }: HeavyBlockProps) {
  const editor = useEditor();
  const model = useEditorState(({ document }) => document.project.model);
  const block = levelOf(model, path)?.graph.blocks[id];
  if (!block) return null;
  const value = measured(costs, measure);
  const share = value / whole;
  const where = whereOf(model, { path });
  return (
    <li>
      <button type="button" onClick={() => showBlock(editor, path, id)}>
        <BlockTile type={block.type} size={22} />
        <span className={styles.heavyName} title={[where, titleOf(block)].filter(Boolean).join(' › ')}>
          {titleOf(block)}
        </span>
        <span className={styles.heavyValue}>{measure === 'memory' ? showBytes(value) : showCount(value)}</span>
        <span className={styles.heavyShare}>{showShare(share, 0)}</span>
        <span className={styles.bar} aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      </button>
    </li>
  );
}
