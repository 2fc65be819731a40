import { addBlock } from '../commands/add-block.ts';
import { run } from '../commands/command.ts';
import { askCanvas } from '../commands/view-commands.ts';
import { useEditor } from '../store/use-editor.ts';

/** Adds a block after the selected one, into the selected wire, or below all others, and focuses it. */
export function usePlaceBlock(): (type: string) => void {
  const editor = useEditor();
  return (type) => {
    const { blocks, wires } = editor.get().view.selection;
    const where =
      blocks.length > 0
        ? ({ at: 'after', block: blocks.at(-1)! } as const)
        : wires.length > 0
          ? ({ at: 'wire', wire: wires.at(-1)! } as const)
          : ({ at: 'end' } as const);
    run(editor, addBlock, { type, where });
    askCanvas('focus');
  };
}
