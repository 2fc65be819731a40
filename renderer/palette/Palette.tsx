import { useRef } from 'react';
import { graphOfType } from '../../shared/graph/own-groups.ts';
import { wordedEntry } from '../messages/definitions.ts';
import { text } from '../messages/text.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor, useEditorState, useScene } from '../store/use-editor.ts';
import { categoryNames } from './categories.ts';
import { beginDrag, endDrag } from './drag.ts';
import styles from './palette.module.css';
import {
  entryName,
  fitsAfter,
  type PaletteEntry,
  paletteGroups,
  placeable,
  portGroup,
  searchBlocks,
} from './palette-list.ts';
import { useGuide } from './use-guide.tsx';
import { useOwnEntries } from './use-own-entries.ts';
import { usePlaceBlock } from './use-place-block.ts';

/** The blocks to build with: searched, dragged onto the canvas, or added by Enter or a click. */
export function Palette() {
  const editor = useEditor();
  const search = useEditorState(({ view }) => view.paletteSearch);
  const own = useOwnEntries();
  const list = useRef<HTMLDivElement>(null);
  const found = searchBlocks(search, [...placeable, ...own]);
  const count = paletteGroups.reduce((sum, { blocks }) => sum + blocks.length, 0);
  const place = usePlaceBlock();
  const guide = useGuide([...placeable, ...portGroup.blocks, ...own]);
  const inGroup = useEditorState(({ view }) => view.level.length > 0);
  return (
    <aside className={styles.palette} data-panel="palette" aria-label={text('window.panelBlocks')}>
      <label className={styles.search}>
        <Glyph name="search" size={14} />
        <input
          data-palette-search
          type="search"
          value={search}
          placeholder={text('palette.search', { count })}
          aria-label={text('palette.searchLabel')}
          onChange={({ currentTarget }) => editor.view({ paletteSearch: currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              if (search === '') event.currentTarget.blur();
              editor.view({ paletteSearch: '' });
            }
            if (event.key === 'Enter' && search !== '' && found[0]) {
              place(found[0].type);
              editor.view({ paletteSearch: '' });
            }
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector('button')?.focus();
            }
          }}
        />
        {search === '' && <Keys shortcut="/" />}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a second way between its buttons */}
      <div ref={list} className={styles.list} onKeyDown={walkButtons} {...guide.handlers}>
        {search !== '' ? (
          <section className={styles.group} aria-label={text('palette.found')}>
            {found.map((block) => (
              <PaletteItem key={block.type} block={block} />
            ))}
            {found.length === 0 && <p className={styles.none}>{text('palette.none', { search })}</p>}
          </section>
        ) : (
          <>
            <Fitting />
            {(inGroup ? [portGroup, ...paletteGroups] : paletteGroups).map(({ category, blocks }) => (
              <Section key={category} id={category} title={text(categoryNames[category])} entries={blocks} />
            ))}
            {own.length > 0 && <Section id="own" title={text('palette.own')} entries={own} />}
          </>
        )}
      </div>
      {guide.shown}
      <p className={styles.hint}>
        {text('palette.hintBefore')} <Keys shortcut="a" /> {text('palette.hintAfter')}
      </p>
    </aside>
  );
}

interface SectionProps {
  /** What it is remembered by where it is folded. */
  readonly id: string;
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** Some of what can be placed, below a title that folds it. */
function Section({ id, title, entries }: SectionProps) {
  const editor = useEditor();
  const folded = useEditorState(({ view }) => view.folded);
  const isFolded = folded.includes(id);
  return (
    <section className={styles.group} aria-label={title}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={!isFolded}
        onClick={() => editor.view({ folded: isFolded ? folded.filter((other) => other !== id) : [...folded, id] })}
      >
        <Glyph name={isFolded ? 'right' : 'down'} size={12} />
        {isFolded && <BlockTile type={entries[0]!.type} size={16} />}
        <span>{title}</span>
        <i>{entries.length}</i>
      </button>
      {!isFolded && entries.map((entry) => <PaletteItem key={entry.type} block={entry} />)}
    </section>
  );
}

/** Up and down go through the buttons of a list. */
function walkButtons(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

function Fitting() {
  const selected = useEditorState(({ view }) => view.selection.blocks.at(-1));
  const { graph, inference } = useScene();
  const block = selected === undefined ? undefined : graph.blocks[selected];
  const given = selected === undefined ? undefined : inference.facts.get(selected)?.output;
  if (!block || !given) return null;
  const fitting = fitsAfter(block.type, given);
  const title = text('palette.fitsAfter', { name: block.name || block.type });
  return (
    <section className={`${styles.group} ${styles.fitting}`} aria-label={title}>
      <h3>{title}</h3>
      {fitting.map((fit) => (
        <PaletteItem key={fit.type} block={fit} />
      ))}
    </section>
  );
}

/** A block type that can be dragged onto the canvas, or added by a click or Enter. */
export function PaletteItem({ block }: { readonly block: PaletteEntry }) {
  const { type, docs } = wordedEntry(block);
  const place = usePlaceBlock();
  return (
    <button
      type="button"
      className={styles.item}
      draggable
      aria-description={docs}
      data-palette-type={type}
      onDragStart={({ dataTransfer }) => beginDrag(dataTransfer, type)}
      onDragEnd={endDrag}
      onClick={() => place(type)}
    >
      <BlockTile type={type} />
      <span>{entryName(block)}</span>
      {graphOfType(type) !== undefined && <small>{docs}</small>}
    </button>
  );
}
