import { ViewportPortal } from '@xyflow/react';
import { card } from '../commands/places.ts';
import { text } from '../messages/text.ts';
import { useEditorState, useScene } from '../store/use-editor.ts';
import { groupedBy } from './cards/cards.ts';
import { Ghost } from './placing/Ghost.tsx';
import styles from './repair-ghosts.module.css';
import { wirePath } from './wires/wire-path.ts';

/** Most new shapes that are marked: of a change that runs through a whole network, the first tell enough. */
const mostShapes = 24;

/** On the canvas, what the repair that is pointed at would change: blocks and wires that come or go, params and shapes. */
export function RepairGhosts() {
  const preview = useEditorState(({ view }) => view.repairPreview);
  const project = useEditorState(({ document }) => document.project);
  const { level } = useScene();
  const here = preview?.graphs.find(({ graphId }) => graphId === level.graphId);
  if (preview?.project !== project || !here) return null;
  const { added, removed, wires, changes, shapes } = here;
  const byBlock = groupedBy(changes, ({ block }) => block);
  return (
    <>
      <ViewportPortal>
        <div data-repair-preview aria-hidden="true">
          <svg className={styles.wires} role="presentation">
            {wires.map(({ id, isNew, from, to }) => (
              <path key={id} className={styles.wire} data-new={isNew || undefined} d={wirePath(from, to).path} />
            ))}
          </svg>
          {removed.map(({ id, place: [x, y] }) => (
            <div key={id} className={styles.removed} style={{ transform: `translate(${x}px, ${y}px)` }} />
          ))}
          {shapes.slice(0, mostShapes).map(({ block, place: [x, y], before, after }) => (
            <div
              key={block}
              className={styles.shape}
              style={{ transform: `translate(${x + 1}px, ${y + card.height - 27}px)` }}
            >
              <span className={styles.mark}>{text('canvas.previewValues', { before, after })}</span>
            </div>
          ))}
          {[...byBlock].map(([block, ofBlock]) => {
            const [x, y] = ofBlock[0]!.place;
            return (
              <div key={block} className={styles.changed} style={{ transform: `translate(${x}px, ${y}px)` }}>
                <div className={styles.marks}>
                  {ofBlock.map(({ label, before, after }) => (
                    <span key={label} className={styles.mark}>
                      {label} {text('canvas.previewValues', { before, after })}
                    </span>
                  ))}
                </div>
              </div>
            );
          })}
        </div>
      </ViewportPortal>
      {added.map(({ id, type, place: [x, y] }) => (
        <Ghost key={id} x={x + card.width / 2} y={y + card.height / 2} type={type} />
      ))}
    </>
  );
}
