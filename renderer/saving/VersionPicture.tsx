import { findBlock } from '../../shared/blocks/index.ts';
import { type BlockId, type Graph, mainGraph } from '../../shared/graph/document.ts';
import { wirePath } from '../canvas/wire-path.ts';
import { card, type Places, placesOf } from '../commands/places.ts';
import { text } from '../messages/text.ts';
import { categoryOf } from '../parts/BlockTile.tsx';
import type { ProjectDocument } from '../store/state.ts';
import styles from './versions.module.css';

interface VersionPictureProps {
  readonly project: ProjectDocument;
  /** What the picture is held against: blocks that are not the same there stand out. */
  readonly open: ProjectDocument;
}

/** Room for wires that go round a card. */
const margin = 36;

/** A model drawn small, as it stood on the canvas, to look at and not to touch. */
export function VersionPicture({ project, open }: VersionPictureProps) {
  const graph = mainGraph(project.model);
  const places = placesOf(project);
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
        <PictureBlock key={id} id={id} graph={graph} places={places} open={mainGraph(open.model)} />
      ))}
    </svg>
  );
}

function PictureBlock({
  id,
  graph,
  places,
  open,
}: {
  readonly id: BlockId;
  readonly graph: Graph;
  readonly places: Places;
  readonly open: Graph;
}) {
  const block = graph.blocks[id]!;
  const [x, y] = places[id]!;
  const other = Object.hasOwn(open.blocks, id) ? open.blocks[id] : undefined;
  const differs = JSON.stringify(other) !== JSON.stringify(block);
  return (
    <g data-category={categoryOf(block.type)} data-differs={differs || undefined} transform={`translate(${x} ${y})`}>
      <rect className={styles.block} width={card.width} height={card.height} rx="10" />
      <rect className={styles.category} x="12" y="18" width="10" height={card.height - 36} rx="5" />
      <text x="36" y={block.name ? 36 : 46} className={styles.type}>
        {findBlock(block.type)?.title ?? block.type}
      </text>
      {block.name && (
        <text x="36" y="58" className={styles.name}>
          {block.name}
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
