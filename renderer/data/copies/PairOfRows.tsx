import type { CopyPair, CopyRow } from '../../../shared/data/copies.ts';
import { text } from '../../messages/text.ts';
import { Glyph } from '../../parts/Glyph.tsx';
import { showCount, showShare } from '../../training/number-text.ts';
import { PixelImage } from '../PixelImage.tsx';
import { partColours } from '../part-colours.ts';
import styles from './copies-view.module.css';

interface PairOfRowsProps {
  readonly pair: CopyPair;
  /** Whether the copy is left out of the data by now. */
  readonly isLeftOut: boolean;
}

/** A row and its copy side by side: where each lies, how alike they are, and what differs. */
export function PairOfRows({ pair: { first, second, similarity, isEqual }, isLeftOut }: PairOfRowsProps) {
  const sides = [
    { row: first, other: second, isLeftOut: false },
    { row: second, other: first, isLeftOut },
  ];
  return (
    <li className={styles.pair}>
      <span className={styles.similarity} data-equal={isEqual || undefined}>
        {isEqual ? text('copies.equal') : text('copies.alike', { share: showShare(similarity) })}
      </span>
      <div className={styles.sides}>
        {sides.map((side) => (
          <Side key={side.row.row} {...side} />
        ))}
      </div>
    </li>
  );
}

interface SideProps {
  readonly row: CopyRow;
  readonly other: CopyRow;
  readonly isLeftOut: boolean;
}

function Side({ row: { row, path, part, image, cells }, other, isLeftOut }: SideProps) {
  const number = showCount(row + 1);
  const place = text(`data.${part}`);
  return (
    <article className={styles.side} data-left={isLeftOut || undefined}>
      <h2 title={path ?? undefined}>
        <i style={{ background: partColours[part] }} />
        <span>
          {path === null
            ? text('copies.row', { part: place, row: number })
            : text('copies.file', { part: place, path })}
        </span>
        {isLeftOut && (
          <em>
            <Glyph name="minus" size={12} />
            {text('copies.isLeftOut')}
          </em>
        )}
      </h2>
      {image && <PixelImage image={image} label={text('copies.imageOf', { row: number })} />}
      <dl>
        {cells.map(({ column, text: cell }, at) => (
          <div key={column} data-differs={other.cells[at]?.text !== cell || undefined}>
            <dt>{column}</dt>
            <dd>{cell}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
