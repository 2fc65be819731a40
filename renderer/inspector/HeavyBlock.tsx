import type { BlockId } from '../../shared/graph/document.ts';
import { titleOf } from '../../shared/graph/infer.ts';
import { levelOf, whereOf } from '../../shared/graph/level.ts';
import { showBlock } from '../commands/group-commands.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { showShare } from '../training/number-text.ts';
import styles from './inspector.module.css';

interface HeavyBlockProps {
  /** Where it stands. */
  readonly path: readonly BlockId[];
  readonly block: BlockId;
  /** What it costs, in words; `detail` says more of that. */
  readonly value: string;
  readonly detail?: string;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

/** One of the blocks that cost most, with its share of the whole; leads to its card. */
export function HeavyBlock({ path, block: id, value, detail, share }: HeavyBlockProps) {
  const editor = useEditor();
  const model = useEditorState(({ document }) => document.project.model);
  const block = levelOf(model, path)?.graph.blocks[id];
  if (!block) return null;
  const where = whereOf(model, { path });
  return (
    <li>
      <button type="button" onClick={() => showBlock(editor, path, id)}>
        <BlockTile type={block.type} size={22} />
        <span className={styles.heavyName} title={[where, titleOf(block)].filter(Boolean).join(' › ')}>
          {titleOf(block)}
        </span>
        <span className={styles.heavyValue} title={detail}>
          {value}
        </span>
        <span className={styles.heavyShare}>{showShare(share, 0)}</span>
        <span className={styles.bar} aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      </button>
    </li>
  );
}
