import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { expand, outputPorts } from '../../shared/graph/expand.ts';
import { titleOf } from '../../shared/graph/infer.ts';
import { whereOf } from '../../shared/graph/level.ts';
import { verdictsFrom } from '../canvas/wires/wiring.ts';
import { wordedEntry } from '../messages/definitions.ts';
import { useLanguage } from '../messages/language.ts';
import { text } from '../messages/text.ts';
import {
  entryName,
  fitsAfter,
  ownEntries,
  type PaletteEntry,
  placeable,
  searchBlocks,
} from '../palette/palette-list.ts';
import { usePlaceBlock } from '../palette/use-place-block.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { type Offer, OfferSearch } from '../parts/OfferSearch.tsx';
import { hasProject, sceneOf } from '../store/derived.ts';
import type { Editor } from '../store/editor.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import type { ViewSlice } from '../store/view-slice.ts';
import { searchableCommands } from './all-commands.ts';
import { run } from './command.ts';
import { connectBlocks } from './connect-blocks.ts';
import { showBlock } from './group-commands.ts';
import { askCanvas } from './view-commands.ts';

type Mode = Exclude<ViewSlice['search'], 'closed'>;

/** The search over commands and blocks; the same objects as in menus and behind shortcuts. */
export function CommandSearch() {
  const editor = useEditor();
  const mode = useEditorState(({ view }) => view.search);
  const close = () => editor.view({ search: 'closed' });
  return (
    <Modal
      opened={mode !== 'closed'}
      onClose={close}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      padding={0}
      size={520}
      attributes={{
        content: { 'aria-label': text(mode === 'blocks' ? 'window.searchBlocks' : 'window.searchCommands') },
      }}
      returnFocus
    >
      {mode !== 'closed' && <Search key={mode} mode={mode} onClose={close} />}
    </Modal>
  );
}

function Search({ mode, onClose }: { readonly mode: Mode; readonly onClose: () => void }) {
  const editor = useEditor();
  const place = usePlaceBlock();
  const [search, setSearch] = useState('');
  const spoken = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is offered is in the language
  const offers = useMemo(() => offersOf(editor, mode, search, place), [editor, mode, search, place, spoken]);
  const words = text(
    mode === 'blocks' ? 'window.searchBlocks' : mode === 'wire' ? 'command.startWire' : 'window.searchCommands',
  );
  return (
    <OfferSearch
      label={words}
      placeholder={mode === 'commands' ? text('window.searchPlaceholder') : words}
      search={search}
      onSearch={setSearch}
      offers={offers}
      onClose={onClose}
      none={text('window.searchNone', { search })}
      hint={text('window.searchHint')}
    />
  );
}

function offersOf(editor: Editor, mode: Mode, search: string, place: (type: string) => void): readonly Offer[] {
  switch (mode) {
    case 'blocks':
      return blockOffers(editor, search, place);
    case 'wire':
      return wireOffers(editor, search);
    case 'commands':
      return search.trim() === ''
        ? commandOffers(editor, search)
        : [...commandOffers(editor, search), ...canvasOffers(editor, search), ...blockOffers(editor, search, place)];
  }
}

function fits(search: string, ...words: readonly string[]): boolean {
  const all = words.join(' ').toLowerCase();
  return search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function commandOffers(editor: Editor, search: string): readonly Offer[] {
  const state = editor.get();
  return searchableCommands
    .filter(({ label, isEnabled }) => fits(search, text(label)) && isEnabled(state))
    .map((command) => ({
      id: command.id,
      group: text('window.searchGroupCommands'),
      label: text(command.label),
      detail: '',
      picture: <Glyph name="right" size={14} />,
      shortcut: command.shortcuts?.[0],
      take: () => command.run(editor),
    }));
}

function canvasOffers(editor: Editor, search: string): readonly Offer[] {
  const { document, view } = editor.get();
  const { model } = document.project;
  if (!hasProject({ view })) return [];
  const all = [...expand(model).levels.values()].flatMap(({ path, graph }) =>
    Object.entries(graph.blocks).map(([id, block]) => ({ path, id, block })),
  );
  return all
    .filter(({ id, block: { type, name } }) => fits(search, type, name, id))
    .slice(0, 8)
    .map(({ path, id, block }) => ({
      id: `go ${[...path, id].join('/')}`,
      group: text('window.searchGroupOnCanvas'),
      label: titleOf(block),
      detail: [whereOf(model, { path }), block.name ? block.type : ''].filter(Boolean).join(' · '),
      picture: <BlockTile type={block.type} />,
      take: () => {
        editor.goTo('model');
        showBlock(editor, path, id);
        setTimeout(() => askCanvas('focus'));
      },
    }));
}

function blockOffers(editor: Editor, search: string, place: (type: string) => void): readonly Offer[] {
  const state = editor.get();
  if (state.view.page !== 'model') return [];
  const id = state.view.selection.blocks.at(-1);
  const { model, level, graph, inference } = sceneOf(state);
  const block = id === undefined ? undefined : graph.blocks[id];
  const given = id === undefined ? undefined : inference.facts.get(id)?.output;
  const first: readonly PaletteEntry[] = search.trim() === '' && block && given ? fitsAfter(block.type, given) : [];
  const offer = (block: PaletteEntry, group: string): Offer => ({
    id: `${group} ${block.type}`,
    group,
    label: entryName(block),
    detail: wordedEntry(block).docs,
    picture: <BlockTile type={block.type} />,
    take: () => place(block.type),
  });
  return [
    ...first.map((fit) => offer(fit, text('window.searchGroupFits', { name: titleOf(block!) }))),
    ...searchBlocks(search, [...placeable, ...ownEntries(model, level.graphId)])
      .filter(({ type }) => !first.some((fit) => fit.type === type))
      .map((found) => offer(found, text('window.searchGroupBlocks'))),
  ];
}

/** The ports a wire from the selected block fits. */
function wireOffers(editor: Editor, search: string): readonly Offer[] {
  const state = editor.get();
  const from = state.view.selection.blocks[0];
  const scene = sceneOf(state);
  const { model, graph } = scene;
  const source = from === undefined ? undefined : graph.blocks[from];
  const [output] = source ? outputPorts(model.graphs, source) : [];
  if (from === undefined || output === undefined) return [];
  return [...verdictsFrom(scene, { block: from, port: output })]
    .filter(([, verdict]) => verdict.fits)
    .flatMap(([key]) => {
      const [to, port] = key.split(' ') as [string, string];
      const block = graph.blocks[to]!;
      if (!fits(search, block.type, block.name)) return [];
      return [
        {
          id: key,
          group: text('window.searchGroupFits', { name: titleOf(graph.blocks[from]!) }),
          label: titleOf(block),
          detail: block.name ? block.type : '',
          picture: <BlockTile type={block.type} />,
          take: () => {
            run(editor, connectBlocks, { from, output, to, port });
            askCanvas('focus');
          },
        },
      ];
    });
}
