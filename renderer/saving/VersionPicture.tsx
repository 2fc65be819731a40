import { findBlock } from '../../shared/blocks/index.ts';
import { type Block, type BlockId, type Graph, mainGraph } from '../../shared/graph/document.ts';
import { wirePath } from '../canvas/wires/wire-path.ts';
import { card, type Place, type Places, placesOf } from '../commands/places.ts';
import { text } from '../messages/text.ts';
import { categoryOf } from '../parts/BlockTile.tsx';
import type { ProjectDocument } from '../store/document-slice.ts';
import { isChangedInside } from './changed-groups.ts';
import styles from './versions.module.css';

interface VersionPictureProps {
  readonly project: ProjectDocument;
  /** What the picture is held against: blocks that are not the same there stand out. */
  readonly open: ProjectDocument;
  /** The graph that is drawn; the main one where it is left out. */
  readonly graphId?: string;
}

/** Room for wires that go round a card. */
const margin = 36;

/** A graph of a model drawn small, as it stood on the canvas, to look at and not to touch. */
export function VersionPicture({ project, open, graphId = 'main' }: VersionPictureProps) {
  const graph = project.model.graphs[graphId] ?? mainGraph(project.model);
  const other = open.model.graphs[graphId];
  const places = placesOf(project, graphId);
  const ids = Object.keys(graph.blocks);
  const [xs, ys] = [ids.map((id) => places[id]![0]), ids.map((id) => places[id]![1])];
  const [left, top] = [Math.min(0, ...xs), Math.min(0, ...ys)];
  const width = Math.max(...xs, 0) - left + card.width + 2 * margin;
  const height = Math.max(...ys, 0) - top + card.height + 2 * margin;
  const words = ids.map((id) => graph.blocks[id]!.type).join(', ');
  return (
    <svg
      className={styles.picture}
      viewBox={`${left - margin} ${top - margin} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={text('saving.versionPicture', { blocks: words })}
    >
      <title>{text('saving.versionPicture', { blocks: words })}</title>
      {Object.entries(graph.wires).map(([id, { from, to }]) => (
        <path key={id} className={styles.wire} d={pathOf(places, from.block, to.block)} />
      ))}
      {ids.map((id) => (
        <PictureBlock
          key={id}
          block={graph.blocks[id]!}
          place={places[id]!}
          change={changeOf(project, open, graph.blocks[id]!, ownBlock(other, id))}
        />
      ))}
    </svg>
  );
}

/** How a block is another than that of the project held against it. */
type Change = 'none' | 'itself' | 'inside';

function changeOf(project: ProjectDocument, open: ProjectDocument, block: Block, other: Block | undefined): Change {
  if (!other || JSON.stringify(other) !== JSON.stringify(block)) return 'itself';
  return isChangedInside(project.model, block, open.model, other) ? 'inside' : 'none';
}

function ownBlock(graph: Graph | undefined, id: BlockId): Block | undefined {
  return graph && Object.hasOwn(graph.blocks, id) ? graph.blocks[id] : undefined;
}

interface PictureBlockProps {
  readonly block: Block;
  readonly place: Place;
  readonly change: Change;
}

function PictureBlock({ block, place: [x, y], change }: PictureBlockProps) {
  const below = [block.name, change === 'inside' ? text('saving.changedInside') : ''].filter(Boolean).join(' · ');
  return (
    <g
      data-category={categoryOf(block.type)}
      data-differs={change !== 'none' || undefined}
      transform={`translate(${x} ${y})`}
    >
      <rect className={styles.block} width={card.width} height={card.height} rx="10" />
      <rect className={styles.category} x="12" y="18" width="10" height={card.height - 36} rx="5" />
      <text x="36" y={below ? 36 : 46} className={styles.type}>
        {findBlock(block.type)?.title ?? block.type}
      </text>
      {below && (
        <text x="36" y="58" className={styles.name}>
          {below}
        </text>
      )}
    </g>
  );
}

/** From the lower edge of one card to the upper edge of another, as on the canvas; empty where one of them is not there. */
function pathOf(places: Places, from: BlockId, to: BlockId): string {
  const [start, end] = [places[from], places[to]];
  if (!start || !end) return '';
  const half = card.width / 2;
  return wirePath({ x: start[0] + half, y: start[1] + card.height }, { x: end[0] + half, y: end[1] }).path;
}
