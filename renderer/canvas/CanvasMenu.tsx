import { Menu } from '@mantine/core';
import { alignCommands, distributeCommands } from '../commands/align-blocks.ts';
import { type ListedCommand, listed } from '../commands/all-commands.ts';
import { addNote, frameSelection } from '../commands/annotation-commands.ts';
import { CommandItems } from '../commands/CommandItems.tsx';
import { takeLasso } from '../commands/canvas-tools.ts';
import { isEnabled } from '../commands/command.ts';
import { copy, cut, paste } from '../commands/copy-paste.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { enterGroup, groupSelection, leaveGroup, ungroupSelection } from '../commands/group-commands.ts';
import { makeIndependent } from '../commands/independent-group.ts';
import { selectAll } from '../commands/select-all.ts';
import { tidyLayout } from '../commands/tidy-layout.ts';
import { insertHere, placeBlock, startWire, zoomToFit, zoomToSelection } from '../commands/view-commands.ts';
import { text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import type { MenuPlace } from './use-canvas-menu.ts';

const onSelection: readonly (readonly ListedCommand[])[] = [
  [listed(enterGroup)],
  [listed(placeBlock), listed(startWire)],
  [listed(cut), listed(copy), listed(duplicate)],
  [listed(groupSelection), listed(ungroupSelection), listed(makeIndependent), listed(frameSelection)],
  [listed(zoomToSelection)],
];
const onWire = [[listed(placeBlock)]];
const removing = [[listed(deleteSelection)]];
const aligning = [
  Object.values(alignCommands).map((each) => listed(each)),
  Object.values(distributeCommands).map((each) => listed(each)),
];

interface Props {
  readonly place: MenuPlace | null;
  /** Runs a command of the canvas at the place instead of where the pointer is. */
  readonly atPlace: Readonly<Record<'insert' | 'note' | 'paste', (place: MenuPlace) => void>>;
  readonly onClose: () => void;
}

/** The menu of what was clicked with the right button, or with the menu key: a selection, a wire, or the canvas itself. */
export function CanvasMenu({ place, atPlace, onClose }: Props) {
  const editor = useEditor();
  if (place === null) return null;
  const here = (command: ListedCommand, run: (place: MenuPlace) => void): ListedCommand => ({
    ...command,
    run: () => run(place),
  });
  return (
    <Menu key={`${place.pixels.x} ${place.pixels.y}`} opened onClose={onClose} width={272} offset={0}>
      <Menu.Target>
        {/* The point at which the menu opens; nobody presses it. */}
        <span aria-hidden="true" style={{ position: 'fixed', left: place.pixels.x, top: place.pixels.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={text('canvas.menu')}>
        {place.on === 'canvas' ? (
          <CommandItems
            groups={[
              [
                here(listed(insertHere), atPlace.insert),
                here(listed(addNote), atPlace.note),
                here(listed(paste), atPlace.paste),
              ],
              [listed(selectAll), listed(takeLasso), listed(tidyLayout), listed(zoomToFit)],
              [listed(leaveGroup)],
            ]}
          />
        ) : (
          <CommandItems groups={place.on === 'wire' ? onWire : onSelection} />
        )}
        {place.on === 'selection' && isEnabled(alignCommands.left, editor.get()) && (
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item>{text('inspector.align')}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              <CommandItems groups={aligning} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        )}
        {place.on !== 'canvas' && (
          <>
            <Menu.Divider />
            <CommandItems groups={removing} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
