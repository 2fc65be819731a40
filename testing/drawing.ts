import type { ModelDocument } from '../shared/graph/document.ts';
import { modelOf, type ShortBlock } from './networks.ts';

/** A network that is written down from its input to its output. */
export class Drawing {
  private readonly blocks: Record<string, ShortBlock> = {};
  private readonly wires: string[] = [];

  /** Adds blocks behind `source`, each behind the one before, and answers the last one's name. */
  chain(source: string | null, ...added: readonly ShortBlock[]): string {
    return added.reduce<string | null>(
      (before, block) => this.join(block, ...(before === null ? [] : [before])),
      source,
    )!;
  }

  /** Adds a block behind several and answers its name. */
  join(block: ShortBlock, ...sources: readonly string[]): string {
    const name = `${block[0].toLowerCase()}${Object.keys(this.blocks).length}`;
    this.blocks[name] = block;
    this.wires.push(...sources.map((source, at) => `${source} -> ${name}${sources.length > 1 ? `:${at + 1}` : ''}`));
    return name;
  }

  model(): ModelDocument {
    return modelOf(this.blocks, this.wires);
  }
}
