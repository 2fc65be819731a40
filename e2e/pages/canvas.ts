import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { findOrDo } from './command-search.ts';
import { panelOf } from './panel.ts';

/** A point of the canvas, in pixels from its upper left corner. */
export type Point = readonly [x: number, y: number];

/** The canvas with its blocks and wires. */
export class Canvas {
  readonly area: Locator;
  readonly blocks: Locator;
  readonly wires: Locator;
  readonly totals: Locator;

  constructor(private readonly page: Page) {
    this.area = panelOf(page, 'canvas');
    this.blocks = this.area.locator('[data-block]');
    this.wires = this.area.locator('.react-flow__edge');
    this.totals = this.area.getByRole('group', { name: text('canvas.total') });
  }

  /** The nth block of a type, in order of placing, from 0. */
  block(type: string, nth = 0): Locator {
    return this.area.locator(`[data-block-type="${type}"]`).nth(nth);
  }

  byId(id: string): Locator {
    return this.area.locator(`[data-block="${id}"]`);
  }

  /** Where a block is on the screen once it moves no more: the view glides to a new place. */
  async placeOf(id: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const places: string[] = [];
    await expect
      .poll(
        async () => {
          places.push(JSON.stringify(await this.byId(id).boundingBox()));
          return new Set(places.slice(-4)).size === 1 && places.length >= 4;
        },
        { intervals: [100] },
      )
      .toBe(true);
    return JSON.parse(places.at(-1)!);
  }

  port(block: Locator, kind: 'input' | 'output'): Locator {
    return block.locator(`[data-port-kind="${kind}"]`);
  }

  /** Drags a palette's item onto the canvas with the mouse, its card's middle at a point; gives the id of the block that came to be. */
  async drop(item: Locator, [x, y]: Point): Promise<string> {
    const before = await this.ids();
    await item.dragTo(this.area, { targetPosition: { x, y } });
    await expect(this.blocks).toHaveCount(before.length + 1);
    return (await this.ids()).find((id) => !before.includes(id))!;
  }

  /** Switches off that blocks near each other are wired by themselves. */
  async wireByHandOnly(): Promise<void> {
    await expect(this.area).toBeVisible();
    await findOrDo(this.page, text('command.connectNear'));
    await expect(this.page.getByText(text('command.connectNearOff'))).toBeVisible();
  }

  /** Draws a wire with the mouse from one block's output to another's input. */
  async connect(from: string, to: string): Promise<void> {
    const wires = await this.wires.count();
    const drop = await this.hold(from, this.port(this.byId(to), 'input'));
    await drop();
    await expect(this.wires).toHaveCount(wires + 1);
  }

  /** An input port by its name, of a block that has several. */
  input(block: string, port: string): Locator {
    return this.byId(block).locator(`[data-port-kind="input"][data-port="${port}"]`);
  }

  /** Draws a wire with the mouse from a block's output to anything, and holds it there until it is dropped; gives the way to drop it. */
  async hold(from: string, to: Locator): Promise<() => Promise<void>> {
    const start = await middleOf(this.port(this.byId(from), 'output'));
    const end = await middleOf(to);
    await this.page.mouse.move(...start);
    await this.page.mouse.down();
    await this.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, { steps: 4 });
    await this.page.mouse.move(...end, { steps: 4 });
    return () => this.page.mouse.up();
  }

  /** Makes all smaller by a step, by its key; done at once, as motion is reduced. */
  async zoomOut(): Promise<void> {
    await this.page.keyboard.press('Control+-');
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  async select(id: string): Promise<void> {
    await this.byId(id).click();
    await expect(this.byId(id)).toHaveAttribute('data-selected', 'true');
  }

  async ids(): Promise<readonly string[]> {
    return this.blocks.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-block') ?? ''));
  }
}

async function middleOf(element: Locator): Promise<[number, number]> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`Expected: ${element} in sight. Received: nothing there.`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}
