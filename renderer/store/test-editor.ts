import type { Json } from '../../shared/blocks/params.ts';
import type { BlockId, Graph } from '../../shared/graph/document.ts';
import { addBlock } from '../commands/add-block.ts';
import { type Command, run, runFrom } from '../commands/command.ts';
import { connectBlocks } from '../commands/connect-blocks.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { moveBlocks } from '../commands/move-blocks.ts';
import { placesOf } from '../commands/places.ts';
import { renameBlock } from '../commands/rename-block.ts';
import { setParam } from '../commands/set-param.ts';
import { graphInSight, type Scene, sceneOf } from './derived.ts';
import type { ProjectDocument } from './document-slice.ts';
import { createEditor, type Editor, type Host } from './editor.ts';
import type { SettingsStore } from './settings.ts';

/** Settings that last as long as the test. */
export function memorySettings(): SettingsStore {
  let kept: string | null = null;
  return {
    read: () => kept,
    write: (text) => {
      kept = text;
    },
  };
}

/** A host that answers nothing, for tests of the document alone. */
const silentHost: Host = {
  ask: (name) => Promise.reject(new Error(`This test has no host. Received: "${name}".`)),
  on: () => () => {},
};

/** An editor on the Model page as a person in a hurry would use it; every act returns the editor, so that a test reads like a session. */
export class TestEditor {
  readonly editor: Editor;

  constructor(host: Host = silentHost) {
    this.editor = createEditor(host, memorySettings());
    this.editor.goTo('model');
  }

  get project(): ProjectDocument {
    return this.editor.get().document.project;
  }

  get graph(): Graph {
    return graphInSight(this.editor.get());
  }

  /** What the canvas shows. */
  get scene(): Scene {
    return sceneOf(this.editor.get());
  }

  /** Ids of the selected blocks. */
  get selected(): readonly BlockId[] {
    return this.editor.get().view.selection.blocks;
  }

  /** The wires as `from → to.port`, in the order of their ids. */
  get wires(): readonly string[] {
    return Object.keys(this.graph.wires)
      .sort()
      .map((id) => {
        const { from, to } = this.graph.wires[id]!;
        return `${from.block} → ${to.block}.${to.port}`;
      });
  }

  /** Adds a block below all others, or at a place. */
  add(type: string, place?: readonly [number, number]): this {
    run(this.editor, addBlock, { type, where: place ? { at: 'place', place } : { at: 'end' } });
    return this;
  }

  /** Adds a block after another, as the palette does. */
  addAfter(block: BlockId, type: string): this {
    run(this.editor, addBlock, { type, where: { at: 'after', block } });
    return this;
  }

  /** Drops a block on a wire. */
  insert(wire: string, type: string): this {
    run(this.editor, addBlock, { type, where: { at: 'wire', wire } });
    return this;
  }

  /** Adds blocks and wires each to the one before. */
  chain(...types: readonly string[]): this {
    for (const type of types) {
      const before = this.selected[0];
      if (before === undefined) this.add(type);
      else this.addAfter(before, type);
    }
    return this;
  }

  wire(from: BlockId, to: BlockId, port = 'input'): this {
    run(this.editor, connectBlocks, { from, output: 'output', to, port });
    return this;
  }

  /** Drags a block over places in one gesture. */
  drag(block: BlockId, ...way: readonly (readonly [number, number])[]): this {
    for (const place of way) this.hold(block, place);
    this.editor.endGesture();
    return this;
  }

  /** Drags a block to a place and holds it there. */
  hold(block: BlockId, place: readonly [number, number]): this {
    run(this.editor, moveBlocks, { places: { [block]: place } }, 'drag');
    return this;
  }

  /** Types values into a param, in one gesture. */
  type(block: BlockId, param: string, ...values: readonly Json[]): this {
    for (const value of values) run(this.editor, setParam, { block, param, value }, `param ${block} ${param}`);
    return this;
  }

  rename(block: BlockId, name: string): this {
    run(this.editor, renameBlock, { block, name });
    return this;
  }

  select(...blocks: readonly BlockId[]): this {
    this.editor.select({ blocks });
    return this;
  }

  delete(...blocks: readonly BlockId[]): this {
    run(this.editor, deleteSelection, { blocks, wires: [] });
    return this;
  }

  /** Runs a command as its shortcut would. */
  press<Args>(command: Command<Args>): this {
    runFrom(this.editor, command);
    return this;
  }

  undo(times = 1): this {
    for (let time = 0; time < times; time++) this.editor.undo();
    return this;
  }

  redo(times = 1): this {
    for (let time = 0; time < times; time++) this.editor.redo();
    return this;
  }

  /** Where a block stands. */
  placeOf(block: BlockId): readonly [number, number] {
    return placesOf(this.project, this.scene.level.graphId)[block]!;
  }
}
