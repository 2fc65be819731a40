import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import { outputAt, titleOf } from '../../../shared/graph/infer.ts';
import { graphOfType } from '../../../shared/graph/own-groups.ts';
import { addBlock } from '../../commands/add-block.ts';
import { run } from '../../commands/command.ts';
import { card, freePlace, type Place, type Places, placesOf } from '../../commands/places.ts';
import { askCanvas } from '../../commands/view-commands.ts';
import { wordedEntry } from '../../messages/definitions.ts';
import { useLanguage } from '../../messages/language.ts';
import { text } from '../../messages/text.ts';
import {
  entryName,
  fitsAfter,
  isGroupEntry,
  ownEntries,
  type PaletteEntry,
  placeable,
  portGroup,
  searchBlocks,
} from '../../palette/palette-list.ts';
import { BlockTile } from '../../parts/BlockTile.tsx';
import { type Offer, OfferSearch } from '../../parts/OfferSearch.tsx';
import { type Scene, sceneOf } from '../../store/derived.ts';
import { useEditor } from '../../store/use-editor.ts';
import styles from './insert-box.module.css';
import { fittingPort } from './inserting.ts';
import type { Inserting } from './use-inserting.ts';

/** Its largest size, and how far it stays from the edges of the canvas. */
const size = { width: 340, height: 348, margin: 8 } as const;

interface InsertBoxProps {
  readonly inserting: Inserting;
  /** The size of the canvas. */
  readonly room: { readonly width: number; readonly height: number };
  /** Closes it; `leave` gives the focus back besides. */
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** A small search at a place of the canvas: what is chosen is put in there, and wired where a wire is in hand. */
export function InsertBox({ inserting, room, onClose, onLeave }: InsertBoxProps) {
  const { at, pixels, wire } = inserting;
  const editor = useEditor();
  const spoken = useLanguage();
  const [search, setSearch] = useState('');
  const box = useRef<HTMLDivElement>(null);
  // What is there while it is open; nothing else changes the model meanwhile.
  const scene = useMemo(() => sceneOf(editor.get()), [editor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is offered is in the language
  const among = useMemo(() => placeableIn(scene), [scene, spoken]);
  const fitting = useMemo(() => {
    return new Set((wire ? fittingPort(scene, among, wire) : among).map(({ type }) => type));
  }, [scene, among, wire]);
  const found = searchBlocks(search, among);
  const offered = likeliestFirst(
    scene,
    found.filter(({ type }) => fitting.has(type)),
    inserting,
    search,
  );
  const others = found.length - offered.length;

  useEffect(() => {
    box.current?.querySelector('input')?.focus();
  }, []);
  useEffect(() => {
    const away = ({ target }: PointerEvent) => {
      if (!box.current?.contains(target as Node)) onClose();
    };
    // The canvas keeps what is pressed on it to itself.
    window.addEventListener('pointerdown', away, { capture: true });
    window.addEventListener('wheel', away as (event: Event) => void, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', away, { capture: true });
      window.removeEventListener('wheel', away as (event: Event) => void, { capture: true });
    };
  }, [onClose]);

  const offers = offered.map(
    (entry): Offer => ({
      id: entry.type,
      group: headOf(scene, entry, inserting),
      label: entryName(entry),
      detail: wordedEntry(entry).docs,
      picture: <BlockTile type={entry.type} />,
      take() {
        const places = placesOf(editor.get().document.project, scene.level.graphId);
        const where = { at: 'place', place: placeFor(inserting, places), wires: wire ? [wire] : [] } as const;
        run(editor, addBlock, { type: entry.type, where });
        askCanvas('focus');
      },
    }),
  );
  const name = wire ? titleOf(scene.graph.blocks[wire.block]!) : '';
  const label = !wire
    ? text('canvas.insertHere')
    : text(wire.from === 'output' ? 'canvas.insertAfter' : 'canvas.insertBefore', { name });
  const height = Math.min(size.height, room.height - 2 * size.margin);
  const within = (value: number, length: number, whole: number) =>
    Math.max(size.margin, Math.min(value, whole - length - size.margin));
  const place: CSSProperties = {
    left: within(pixels.x - 24, size.width, room.width),
    top: within(pixels.y + 4, height, room.height),
    width: size.width,
    maxHeight: height,
  };
  return (
    <div
      ref={box}
      className={styles.box}
      style={place}
      role="dialog"
      aria-label={label}
      data-insert={`${at.x} ${at.y}`}
      onKeyDown={(event) => {
        // Its field is all that can be reached by Tab.
        if (event.key === 'Tab') event.preventDefault();
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onLeave();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <OfferSearch
        size="small"
        label={label}
        placeholder={label}
        search={search}
        onSearch={setSearch}
        offers={offers}
        onClose={onClose}
        none={noneText(search, others)}
        hint={others > 0 && wire ? misfitText(wire.from, others, name) : text('canvas.insertHint')}
      />
    </div>
  );
}

/** What can be placed: blocks, groups that come ready-made, the project's own and, inside of a group, its ports. */
function placeableIn({ model, level }: Scene): readonly PaletteEntry[] {
  return [...placeable, ...ownEntries(model, level.graphId), ...(level.path.length > 0 ? portGroup.blocks : [])];
}

/** Without a search, what most often follows comes first. */
function likeliestFirst(
  { graph, inference }: Scene,
  entries: readonly PaletteEntry[],
  { wire }: Inserting,
  search: string,
): readonly PaletteEntry[] {
  const given = wire?.from === 'output' ? outputAt(inference.facts.get(wire.block), wire.port) : undefined;
  if (!wire || !given || search.trim() !== '') return entries;
  const likely = fitsAfter(graph.blocks[wire.block]!.type, given).map(({ type }) => type);
  const rank = ({ type }: PaletteEntry) => (likely.includes(type) ? likely.indexOf(type) : likely.length);
  return entries.toSorted((a, b) => rank(a) - rank(b));
}

/** The words that an entry stands under. */
function headOf({ graph }: Scene, entry: PaletteEntry, { wire }: Inserting): string {
  if (graphOfType(entry.type) !== undefined) return text('palette.own');
  if (isGroupEntry(entry)) return text('canvas.insertReadyMade');
  if (!wire) return text('window.searchGroupBlocks');
  const name = titleOf(graph.blocks[wire.block]!);
  return text(wire.from === 'output' ? 'window.searchGroupFits' : 'canvas.insertFitsBefore', { name });
}

function misfitText(from: 'output' | 'input', count: number, name: string): string {
  if (from === 'output')
    return text(count === 1 ? 'canvas.insertOneMisfitAfter' : 'canvas.insertMisfitsAfter', { count, name });
  return text(count === 1 ? 'canvas.insertOneMisfitBefore' : 'canvas.insertMisfitsBefore', { count, name });
}

function noneText(search: string, others: number): string {
  return text(others > 0 ? 'canvas.insertNoneFits' : 'palette.none', { search: search.trim() });
}

/** The upper left corner of a new card: a wire ends at its port, else its middle is where the place is; below a card that is there. */
function placeFor({ at: { x, y }, wire }: Inserting, places: Places): Place {
  const top = !wire ? y - card.height / 2 : wire.from === 'output' ? y : y - card.height;
  const place = [Math.round(x - card.width / 2), Math.round(top)] as const;
  const isTaken = Object.values(places).some(
    ([left, high]) => x > left && x < left + card.width && y > high && y < high + card.height,
  );
  return isTaken ? freePlace(places, place) : place;
}
