import { Handle, type Node, type NodeProps, Position, useStore } from '@xyflow/react';
import { memo, useContext, useState } from 'react';
import { run } from '../../commands/command.ts';
import { deleteSelection } from '../../commands/delete-selection.ts';
import { duplicate } from '../../commands/duplicate.ts';
import { enterGroup } from '../../commands/group-commands.ts';
import { useLanguage } from '../../messages/language.ts';
import { inList, inWords, text } from '../../messages/text.ts';
import { BlockTile, categoryOf } from '../../parts/BlockTile.tsx';
import { Glyph } from '../../parts/Glyph.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { useEditor } from '../../store/use-editor.ts';
import { CostBadge } from '../costs/CostBadge.tsx';
import marks from '../costs/cost-marks.module.css';
import type { CostMark } from '../costs/cost-marks.ts';
import { portKey, WiringContext } from '../wires/wiring.ts';
import styles from './block-card.module.css';
import type { Card, Port } from './cards.ts';
import { levelAt } from './level.ts';

export type BlockNode = Node<{ readonly card: Card; readonly mark: CostMark | null }, 'block'>;

/** The card of a block; one component draws all types in all states. */
export const BlockCard = memo(function BlockCard({ data: { card, mark }, selected }: NodeProps<BlockNode>) {
  useLanguage();
  const editor = useEditor();
  const level = useStore(({ transform }) => levelAt(transform[2]));
  // A card by itself is light: what only a pointer on it needs is made when the first one comes.
  const [visited, setVisited] = useState(false);
  // From far, ports are too small to be seen or met; a wire can still end at the card.
  const showsPorts = level !== 'bar';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is no set of form fields
    <div
      className={styles.card}
      data-block={card.id}
      data-block-type={card.type}
      data-category={categoryOf(card.type)}
      data-state={card.state}
      data-level={level}
      data-cost={mark?.strength}
      data-selected={selected || undefined}
      data-weights={card.hasWeights || undefined}
      data-several={card.inputs.length > 1 || undefined}
      data-group={card.copies > 0 || undefined}
      onPointerEnter={visited ? undefined : () => setVisited(true)}
      onDoubleClick={card.copies > 0 ? () => run(editor, enterGroup, card.id) : undefined}
      role="group"
      aria-roledescription={text('canvas.block')}
      aria-label={mark?.label ? inList([card.label, mark.label]) : card.label}
      aria-current={selected || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: cards are reached by Tab and moved by keys
      tabIndex={0}
    >
      {showsPorts &&
        card.inputs.map((port, index) => (
          <CardPort key={port.id} card={card} port={port} kind="input" share={(index + 1) / (card.inputs.length + 1)} />
        ))}
      {level === 'full' ? (
        <FullCard card={card} mark={mark} />
      ) : (
        level === 'name' && (
          <div className={styles.short}>
            <BlockTile type={card.type} size={30} />
            <b>{card.type}</b>
          </div>
        )
      )}
      {mark && mark.length > 0 && <div className={marks.bar} style={{ width: `${mark.length}%` }} />}
      {mark && level !== 'full' && <CostBadge mark={mark} level={level} />}
      {showsPorts &&
        card.outputs.map((port, index) => (
          <CardPort
            key={port.id}
            card={card}
            port={port}
            kind="output"
            share={(index + 1) / (card.outputs.length + 1)}
          />
        ))}
      {visited && level === 'full' && <QuickActions id={card.id} />}
    </div>
  );
});

function FullCard({ card, mark }: BlockNode['data']) {
  return (
    <>
      <div className={styles.head}>
        <BlockTile type={card.type} size={30} />
        <div className={styles.words}>
          <div className={styles.title}>
            <b>{card.copies > 0 ? card.name || card.type : card.type}</b>
            {card.copies === 0 && card.name && <i>{card.name}</i>}
          </div>
          <div className={styles.summary} title={card.summary || undefined}>
            {card.summary}
          </div>
        </div>
        {mark && <CostBadge mark={mark} level="full" />}
      </div>
      <div className={styles.foot} title={card.problem || card.note || undefined}>
        {card.state === 'problem' ? (
          <>
            <Glyph name="stopSign" size={12} />
            <span className={styles.problem}>{card.shortProblem}</span>
          </>
        ) : card.state === 'unfinished' ? (
          <>
            {card.shape && <b>{card.shape}</b>}
            <span className={styles.missing}>{card.shortProblem}</span>
          </>
        ) : card.state === 'warning' ? (
          <>
            <b>{card.shape}</b>
            <span className={styles.warning}>
              <Glyph name="alert" size={12} />
              <span>{card.shortProblem}</span>
            </span>
          </>
        ) : (
          <>
            <b>{card.shape}</b>
            <span className={styles.note}>{card.note}</span>
          </>
        )}
      </div>
    </>
  );
}

interface PortProps {
  readonly card: Card;
  readonly port: Port;
  readonly kind: 'input' | 'output';
  /** Where it stands on its edge, 0 to 1. */
  readonly share: number;
}

function CardPort({ card, port: { id, name }, kind, share }: PortProps) {
  const wiring = useContext(WiringContext);
  const isOther = wiring !== null && wiring.from !== kind;
  const verdict = isOther ? wiring.verdicts.get(portKey(card.id, id)) : undefined;
  const isStart = wiring?.block === card.id && wiring.from === kind && wiring.port === id;
  const fit = verdict === undefined ? (wiring === null || isStart ? undefined : 'no') : verdict.fits ? 'yes' : 'no';
  const several = (kind === 'input' ? card.inputs : card.outputs).length > 1;
  const portTitle = text(kind === 'input' ? 'canvas.input' : 'canvas.output', { port: name });
  return (
    <Handle
      id={id}
      type={kind === 'input' ? 'target' : 'source'}
      position={kind === 'input' ? Position.Top : Position.Bottom}
      className={styles.port}
      style={{ left: `${share * 100}%` }}
      role="img"
      data-port={id}
      data-port-kind={kind}
      data-fits={fit}
      title={verdict && !verdict.fits ? inWords(verdict.reason) : several ? portTitle : undefined}
      aria-label={
        kind === 'input'
          ? text('canvas.inputOf', { port: name, name: card.name || card.type })
          : several
            ? text('canvas.outputNamedOf', { port: name, name: card.name || card.type })
            : text('canvas.outputOf', { name: card.name || card.type })
      }
    />
  );
}

function QuickActions({ id }: { readonly id: string }) {
  const editor = useEditor();
  return (
    <div className={`${styles.actions} nodrag`}>
      <IconButton
        glyph="copy"
        glyphSize={14}
        label={text('command.duplicate')}
        tabIndex={-1}
        onClick={() => run(editor, duplicate, { blocks: [id], annotations: [] })}
      />
      <IconButton
        glyph="trash"
        glyphSize={14}
        label={text('command.delete')}
        tabIndex={-1}
        onClick={() => run(editor, deleteSelection, { blocks: [id], wires: [] })}
      />
    </div>
  );
}
