import { Menu } from '@mantine/core';
import { Fragment } from 'react';
import { text } from '../messages/text.ts';
import { Keys } from '../parts/IconButton.tsx';
import { useEditor } from '../store/use-editor.ts';
import type { ListedCommand } from './all-commands.ts';

interface Props {
  /** Commands that belong together; between groups runs a line. */
  readonly groups: readonly (readonly ListedCommand[])[];
  /** Whether those that have nothing to do now stay, greyed, so that the menu is always the same; else they are left out. */
  readonly keepsAll?: boolean;
}

/** Commands as items of a menu, each with its keys. */
export function CommandItems({ groups, keepsAll = false }: Props) {
  const editor = useEditor();
  const state = editor.get();
  const offered = groups
    .map((group) => group.filter((command) => keepsAll || command.isEnabled(state)))
    .filter((group) => group.length > 0);
  return offered.map((group, index) => (
    <Fragment key={group[0]!.id}>
      {index > 0 && <Menu.Divider />}
      {group.map((command) => (
        <Menu.Item
          key={command.id}
          disabled={!command.isEnabled(state)}
          rightSection={command.shortcuts?.[0] && <Keys shortcut={command.shortcuts[0]} />}
          onClick={() => command.run(editor)}
        >
          {text(command.label)}
        </Menu.Item>
      ))}
    </Fragment>
  ));
}
