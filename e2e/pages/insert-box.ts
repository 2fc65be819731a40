import type { Locator, Page } from '@playwright/test';
import { text } from '../../renderer/messages/text.ts';
import { panelOf } from './panel.ts';

/** The small search at a place of the canvas. */
export class InsertBox {
  readonly box: Locator;
  readonly field: Locator;
  readonly offers: Locator;

  constructor(page: Page) {
    this.box = panelOf(page, 'canvas').getByRole('dialog');
    this.field = this.box.getByRole('combobox');
    this.offers = this.box.getByRole('option');
  }

  /** What it is for, as assistive technology says it. */
  static readonly words = {
    here: text('canvas.insertHere'),
    after: (name: string) => text('canvas.insertAfter', { name }),
    before: (name: string) => text('canvas.insertBefore', { name }),
  };
}
