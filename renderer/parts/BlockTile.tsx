import type { BlockCategory } from '../../shared/blocks/define-block.ts';
import { group } from '../../shared/blocks/group.ts';
import { findBlock } from '../../shared/blocks/index.ts';
import { graphOfType } from '../../shared/graph/own-groups.ts';
import { findReadyMade } from '../../shared/graph/ready-made.ts';
import styles from './block-tile.module.css';

const drawings = import.meta.glob<string>('../../assets/icons/*.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The drawings of block types by their file names. */
const icons: ReadonlyMap<string, string> = new Map(
  Object.entries(drawings).map(([path, drawing]) => [path.slice(path.lastIndexOf('/') + 1, -'.svg'.length), drawing]),
);

const unknownIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><rect x="2.2" y="2.2" width="11.6" height="11.6" rx="1.8" stroke-dasharray="2.5 2"/><path d="M6.4 6.4a1.7 1.7 0 1 1 2.4 1.6c-.6.3-.8.6-.8 1.1M8 11.3v.1"/></svg>';

const definitionOf = (type: string) =>
  findBlock(type) ?? findReadyMade(type) ?? (graphOfType(type) === undefined ? undefined : group);

/** The category of a type; `unknown` for types this version does not have. */
export function categoryOf(type: string): BlockCategory | 'unknown' {
  return definitionOf(type)?.category ?? 'unknown';
}

interface BlockTileProps {
  readonly type: string;
  /** Edge in pixels. */
  readonly size?: 16 | 22 | 30 | 32 | 36;
}

/** The drawing of a block type on a tint of its category. */
export function BlockTile({ type, size = 22 }: BlockTileProps) {
  const drawing = icons.get(definitionOf(type)?.icon ?? '') ?? unknownIcon;
  return (
    <span
      className={styles.tile}
      data-category={categoryOf(type)}
      data-size={size}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawings, bundled with the window
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  );
}
