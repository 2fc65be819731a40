import { Popover } from '@mantine/core';
import { useState } from 'react';
import { run } from '../commands/command.ts';
import { placeBlock } from '../commands/view-commands.ts';
import { text } from '../messages/text.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { categoryNames } from './categories.ts';
import { PaletteItem } from './Palette.tsx';
import styles from './palette.module.css';
import { type PaletteEntry, paletteGroups, portGroup } from './palette-list.ts';
import { useGuide } from './use-guide.tsx';
import { useOwnEntries } from './use-own-entries.ts';

/** The palette of a narrow window: a glyph for each category, its blocks in a fly-out. */
export function PaletteRail() {
  const editor = useEditor();
  const own = useOwnEntries();
  const inGroup = useEditorState(({ view }) => view.level.length > 0);
  return (
    <aside className={styles.rail} data-panel="palette" aria-label={text('window.panelBlocks')}>
      <IconButton
        glyph="search"
        label={text('command.placeBlock')}
        shortcut="a"
        onClick={() => run(editor, placeBlock, true)}
      />
      {(inGroup ? [portGroup, ...paletteGroups] : paletteGroups).map((group) => (
        <FlyOut key={group.category} name={text(categoryNames[group.category])} entries={group.blocks} />
      ))}
      {own.length > 0 && <FlyOut name={text('palette.own')} entries={own} />}
    </aside>
  );
}

interface FlyOutProps {
  readonly name: string;
  readonly entries: readonly PaletteEntry[];
}

function FlyOut({ name, entries }: FlyOutProps) {
  const [open, setOpen] = useState(false);
  const guide = useGuide(entries);
  return (
    <Popover opened={open} onChange={setOpen} position="right-start" offset={6} shadow="md" trapFocus={false}>
      <Popover.Target>
        <button
          type="button"
          className={styles.railButton}
          aria-label={name}
          title={name}
          onClick={() => setOpen(!open)}
        >
          <BlockTile type={entries[0]!.type} size={32} />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        className={styles.flyOut}
        {...guide.handlers}
        onDragStart={() => {
          guide.handlers.onDragStart();
          setTimeout(() => setOpen(false));
        }}
      >
        <h3>{name}</h3>
        {entries.map((block) => (
          <PaletteItem key={block.type} block={block} />
        ))}
        {guide.shown}
      </Popover.Dropdown>
    </Popover>
  );
}
